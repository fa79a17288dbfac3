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
 * A size that the weights may tell.
 *
 * @param probe makes the size one more, to see which dimensions change
 * @param solver gives the sizes under which a dimension becomes as the file has it
 */
record UnknownSize<C extends ModelConfig>(Function<ModelSizes<C>, Optional<ModelSizes<C>>> probe, Solver<C> solver) {

    /** Solves by one dimension: as it is now, as it is one size further, and as it is wanted. */
    @FunctionalInterface
    interface Solver<C extends ModelConfig> {
        Optional<ModelSizes<C>> solve(ModelSizes<C> sizes, long now, long probed, long wanted);
    }

    private static final Set<String> NOT_SIZES = Set.of("epochs", "batchSize", "seed", "warmUpSteps", "layers");

    /** The settings that are whole numbers and may be sizes. */
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

    /** A setting, on which a dimension depends linearly. */
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

    /** The side of square images, grey or in colours, from the number of their pixels. */
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
