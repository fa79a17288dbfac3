package io.gen4j.app.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A size to find from the weights.
 *
 * @param probe increases the size by one, to show which dimensions change
 * @param solver returns the sizes that give a dimension its value in the file
 */
record UnknownSize<C extends ModelConfig>(Function<ModelSizes<C>, Optional<ModelSizes<C>>> probe, Solver<C> solver) {

    /** Solves for a size from one dimension: its current value, its value one size further, and its wanted value. */
    @FunctionalInterface
    interface Solver<C extends ModelConfig> {
        Optional<ModelSizes<C>> solve(ModelSizes<C> sizes, long now, long probed, long wanted);
    }

    private static final Set<String> NOT_SIZES = Set.of("epochs", "batchSize", "seed", "layers");

    /** The integer settings that can be sizes. */
    static <C extends ModelConfig> List<String> settings(C config, Set<String> fixed) {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, JsonNode> setting : ModelConfigs.toJson(config).properties()) {
            String name = setting.getKey();
            if (setting.getValue().isIntegralNumber() && !fixed.contains(name) && !NOT_SIZES.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    /** A setting with a linear effect on a dimension. */
    static <C extends ModelConfig> UnknownSize<C> setting(String name) {
        return new UnknownSize<>(sizes -> sizes.with(name, value(sizes, name) + 1), (sizes, now, probed, wanted) -> {
            long more = wanted - now;
            return more % (probed - now) == 0
                    ? sizes.with(name, value(sizes, name) + more / (probed - now))
                    : Optional.empty();
        });
    }

    static <C extends ModelConfig> long value(ModelSizes<C> sizes, String name) {
        return ModelConfigs.toJson(sizes.config()).path(name).asLong();
    }

    /** The side of square images, grey or in colour, from their number of pixels. */
    static <C extends ModelConfig> UnknownSize<C> images() {
        return new UnknownSize<>(
                sizes -> sizes.withImages(
                        sizes.images().shape().channels(),
                        sizes.images().shape().height() + 1),
                (sizes, now, probed, wanted) ->
                        now == sizes.images().shape().size() ? square(sizes, wanted) : Optional.empty());
    }

    private static <C extends ModelConfig> Optional<ModelSizes<C>> square(ModelSizes<C> sizes, long pixels) {
        for (int channels : new int[] {1, 3}) {
            long side = Math.round(Math.sqrt(pixels / (double) channels));
            if (side * side * channels == pixels && side < Integer.MAX_VALUE) {
                return sizes.withImages(channels, (int) side);
            }
        }
        return Optional.empty();
    }

    /** The number of labels. */
    static <C extends ModelConfig> UnknownSize<C> labels() {
        return new UnknownSize<>(
                sizes -> sizes.withLabels(sizes.images().labelNames().size() + 1L), (sizes, now, probed, wanted) -> {
                    long more = wanted - now;
                    return more % (probed - now) == 0
                            ? sizes.withLabels(sizes.images().labelNames().size() + more / (probed - now))
                            : Optional.empty();
                });
    }
}
