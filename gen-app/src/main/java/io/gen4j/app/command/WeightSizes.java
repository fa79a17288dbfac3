package io.gen4j.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import io.gen4j.ModelFamily;
import io.gen4j.data.ImageShape;
import io.gen4j.interop.StateDict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the settings and the image size that weights were trained with, from the shapes of their tensors. It asks a model for
 * its shapes, changes one size at a time to see which dimensions follow it, and solves for the size that the file has. So it
 * needs to know nothing of a family.
 */
final class WeightSizes<C extends ModelConfig> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> NOT_SIZES = Set.of("epochs", "batchSize", "seed", "warmUpSteps");
    private static final int[] SIDES = {28, 32, 64, 16, 48, 96, 128};
    private static final int ROUNDS = 10;

    /** Settings and images that fit. */
    record Sizes<C>(C config, ImageSpec images) {}

    /** A size that may be changed, and how. */
    private record Unknown<C>(Probe<C> probe, Solver<C> solver) {}

    /** Changes the size a little; null if that is outside its range. */
    @FunctionalInterface
    private interface Probe<C> {
        @Nullable
        Sizes<C> apply(Sizes<C> sizes);
    }

    /** Gives the sizes under which a dimension becomes as the file has it. */
    @FunctionalInterface
    private interface Solver<C> {
        @Nullable
        Sizes<C> solve(Sizes<C> sizes, long now, long probed, long wanted);
    }

    private final ModelFamily<C> family;
    private final Map<String, long[]> file = new LinkedHashMap<>();
    private final Set<String> fixed;
    private final boolean imagesFixed;
    private final boolean labelsFixed;

    /**
     * @param weights whose shapes count
     * @param fixed settings that the user gave
     * @param imagesFixed whether the user gave the size of the images
     * @param labelsFixed whether the user gave the labels
     */
    WeightSizes(
            ModelFamily<C> family,
            ForeignWeights weights,
            Set<String> fixed,
            boolean imagesFixed,
            boolean labelsFixed) {
        this.family = family;
        this.fixed = fixed;
        this.imagesFixed = imagesFixed;
        this.labelsFixed = labelsFixed;
        weights.tensors().forEach((name, tensor) -> file.put(name, tensor.shape()));
    }

    /** The sizes that fit; the given ones if none do, or if the family has no names in PyTorch. */
    Sizes<C> find(Sizes<C> given) {
        List<Sizes<C>> fitting = new ArrayList<>();
        for (Sizes<C> start : starts(given)) {
            for (String prefix : prefixes(start)) {
                @Nullable Sizes<C> solved = solve(start, prefix);
                if (solved != null) {
                    fitting.add(solved);
                }
            }
            if (!fitting.isEmpty()) {
                break;
            }
        }
        // A discriminator looks like a generator of images of one pixel.
        return fitting.stream()
                .max(Comparator.comparingInt(sizes -> sizes.images().shape().size()))
                .orElse(given);
    }

    /** The given sizes, then those with one switch, a number of layers or an image size changed: these change names. */
    private List<Sizes<C>> starts(Sizes<C> given) {
        List<Sizes<C>> starts = new ArrayList<>(List.of(given));
        for (Map.Entry<String, JsonNode> setting :
                ModelConfigs.toJson(given.config()).properties()) {
            if (fixed.contains(setting.getKey())) {
                continue;
            }
            if (setting.getValue().isBoolean()) {
                add(changed(given, setting.getKey(), !setting.getValue().asBoolean()), starts);
            } else if (setting.getKey().equals("layers")) {
                IntStream.rangeClosed(1, 4).forEach(layers -> add(changed(given, "layers", layers), starts));
            }
        }
        if (!imagesFixed) {
            IntStream.of(SIDES).forEach(side -> add(withImages(given, 1, side), starts));
            IntStream.of(SIDES).forEach(side -> add(withImages(given, 3, side), starts));
        }
        return starts;
    }

    private static <T> void add(@Nullable T element, List<T> list) {
        if (element != null) {
            list.add(element);
        }
    }

    private @Nullable Sizes<C> changed(Sizes<C> sizes, String setting, Object value) {
        try {
            ObjectNode change = JSON.createObjectNode();
            change.set(setting, JSON.valueToTree(value));
            return new Sizes<>(ModelConfigs.with(sizes.config(), change), sizes.images());
        } catch (IllegalArgumentException e) {
            return null; // outside the setting's range
        }
    }

    private @Nullable Sizes<C> withImages(Sizes<C> sizes, int channels, int side) {
        try {
            ImageShape shape = new ImageShape(channels, side, side);
            return new Sizes<>(
                    sizes.config(), new ImageSpec(shape, sizes.images().labelNames()));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The shapes of the network that generates, by name without its own prefix; empty if no such model can be made. */
    private Map<String, long[]> shapes(Sizes<C> sizes) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        try (GenerativeModel model = family.create(sizes.config(), sizes.images())) {
            for (StateDict network : model.stateDicts()) {
                if (network.generates()) {
                    int own = ForeignWeights.prefix(network).length();
                    network.tensors().forEach(tensor -> shapes.put(tensor.name().substring(own), tensor.shape()));
                }
            }
        } catch (IllegalArgumentException e) {
            shapes.clear();
        }
        return shapes;
    }

    /** What stands before the names of a network in the file that has all tensors of the generating one. */
    private List<String> prefixes(Sizes<C> sizes) {
        Set<String> names = shapes(sizes).keySet();
        if (names.isEmpty()) {
            return List.of();
        }
        String first = names.iterator().next();
        Set<String> found = new HashSet<>();
        for (String name : file.keySet()) {
            String prefix = name.endsWith(first) ? name.substring(0, name.length() - first.length()) : "?";
            if ((prefix.isEmpty() || prefix.endsWith("."))
                    && names.stream().allMatch(each -> file.containsKey(prefix + each))) {
                found.add(prefix);
            }
        }
        return List.copyOf(found);
    }

    private @Nullable Sizes<C> solve(Sizes<C> start, String prefix) {
        Sizes<C> sizes = start;
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, long[]> now = shapes(sizes);
            if (differences(now, prefix).isEmpty()) {
                return now.isEmpty() ? null : sizes;
            }
            @Nullable Sizes<C> next = step(sizes, now, prefix);
            if (next == null) {
                return null;
            }
            sizes = next;
        }
        return null;
    }

    /** Dimensions that the file has otherwise, as {@code name:index}. */
    private List<String> differences(Map<String, long[]> now, String prefix) {
        List<String> differences = new ArrayList<>();
        now.forEach((name, shape) -> {
            long[] wanted = file.get(prefix + name);
            if (wanted == null || wanted.length != shape.length) {
                differences.add(name + ":-1");
                return;
            }
            for (int i = 0; i < shape.length; i++) {
                if (shape[i] != wanted[i]) {
                    differences.add(name + ":" + i);
                }
            }
        });
        return differences;
    }

    /** Solves for one size by a dimension that no other size changes. */
    private @Nullable Sizes<C> step(Sizes<C> sizes, Map<String, long[]> now, String prefix) {
        List<Unknown<C>> unknowns = unknowns(sizes);
        List<Map<String, long[]>> probed = new ArrayList<>();
        unknowns.forEach(unknown -> {
            @Nullable Sizes<C> changed = unknown.probe().apply(sizes);
            probed.add(changed == null ? Map.of() : shapes(changed));
        });
        Set<Integer> determined = determined(probed, now, prefix);
        for (String difference : differences(now, prefix)) {
            String name = difference.substring(0, difference.lastIndexOf(':'));
            int index = Integer.parseInt(difference.substring(difference.lastIndexOf(':') + 1));
            int[] following = IntStream.of(index < 0 ? new int[0] : following(probed, now, name, index))
                    .filter(i -> !determined.contains(i))
                    .toArray();
            if (following.length == 1) {
                int i = following[0];
                @Nullable
                Sizes<C> solved = unknowns.get(i)
                        .solver()
                        .solve(
                                sizes,
                                now.get(name)[index],
                                probed.get(i).get(name)[index],
                                file.get(prefix + name)[index]);
                if (solved != null) {
                    return solved;
                }
            }
        }
        return null;
    }

    /** The sizes that alone change a dimension which is as the file has it. */
    private Set<Integer> determined(List<Map<String, long[]>> probed, Map<String, long[]> now, String prefix) {
        Set<Integer> determined = new HashSet<>();
        now.forEach((name, shape) -> {
            long[] wanted = file.get(prefix + name);
            for (int i = 0; i < shape.length; i++) {
                int[] following = following(probed, now, name, i);
                if (following.length == 1 && wanted != null && wanted.length > i && wanted[i] == shape[i]) {
                    determined.add(following[0]);
                }
            }
        });
        return determined;
    }

    private static int[] following(List<Map<String, long[]>> probed, Map<String, long[]> now, String name, int index) {
        return IntStream.range(0, probed.size())
                .filter(i -> follows(probed.get(i), now, name, index))
                .toArray();
    }

    private static boolean follows(Map<String, long[]> probed, Map<String, long[]> now, String name, int index) {
        long[] shape = probed.get(name);
        return shape != null && shape.length == now.get(name).length && shape[index] != now.get(name)[index];
    }

    private List<Unknown<C>> unknowns(Sizes<C> sizes) {
        List<Unknown<C>> unknowns = new ArrayList<>();
        for (Map.Entry<String, JsonNode> setting :
                ModelConfigs.toJson(sizes.config()).properties()) {
            String name = setting.getKey();
            if (setting.getValue().isIntegralNumber() && !fixed.contains(name) && !NOT_SIZES.contains(name)) {
                int value = setting.getValue().asInt();
                unknowns.add(new Unknown<>(
                        old -> changed(old, name, value + 1),
                        (old, now, probed, wanted) ->
                                linear(old, name, value, (wanted - now) / (double) (probed - now))));
            }
        }
        if (!imagesFixed) {
            int side = sizes.images().shape().height();
            unknowns.add(new Unknown<>(
                    old -> withImages(old, old.images().shape().channels(), side + 1),
                    (old, now, probed, wanted) -> images(old, now, wanted)));
        }
        if (!labelsFixed) {
            int labels = sizes.images().labelNames().size();
            unknowns.add(new Unknown<>(
                    old -> withLabels(old, labels + 1),
                    (old, now, probed, wanted) -> withLabels(old, labels + (wanted - now) / (probed - now))));
        }
        return unknowns;
    }

    private @Nullable Sizes<C> linear(Sizes<C> sizes, String name, int value, double steps) {
        return steps == Math.rint(steps) && Math.abs(steps) < Integer.MAX_VALUE - value
                ? changed(sizes, name, value + (int) steps)
                : null;
    }

    /** Pixels of a square image, grey or in colours. */
    private @Nullable Sizes<C> images(Sizes<C> sizes, long now, long wanted) {
        if (now != sizes.images().shape().size()) {
            return null;
        }
        for (int channels : new int[] {1, 3}) {
            long side = Math.round(Math.sqrt(wanted / (double) channels));
            if (side * side * channels == wanted && side < Integer.MAX_VALUE) {
                return withImages(sizes, channels, (int) side);
            }
        }
        return null;
    }

    private @Nullable Sizes<C> withLabels(Sizes<C> sizes, long count) {
        return count < 1 || count > 1_000_000
                ? null
                : new Sizes<>(
                        sizes.config(),
                        new ImageSpec(
                                sizes.images().shape(),
                                IntStream.range(0, (int) count)
                                        .mapToObj(Integer::toString)
                                        .toList()));
    }
}
