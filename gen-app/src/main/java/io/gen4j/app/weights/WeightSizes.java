package io.gen4j.app.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import io.gen4j.ModelFamily;
import io.gen4j.app.weights.FileShapes.Dimension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The search for the settings and the image size of trained weights, from the shapes of their tensors. It creates small
 * models and changes one size at a time to see which dimensions follow. Then it solves for the size in the file. It
 * therefore needs no knowledge of a family. The number of models is bounded, whatever the file contains.
 */
public final class WeightSizes<C extends ModelConfig> {

    private static final int[] SIDES = {28, 32, 64, 16, 48, 96, 128};
    private static final String LAYERS = "layers";
    private static final int MOST_LAYERS = 4;

    /** The initial guess of each size, small so that models are created fast. */
    private static final int SMALL = 3;

    private final ModelShapes<C> models;
    private final FileShapes file;
    private final Set<String> fixed;
    private final boolean imagesFixed;
    private final boolean labelsFixed;

    /**
     * @param weights the tensors with the shapes
     * @param fixed the settings that the user gave
     * @param imagesFixed whether the user gave the size of the images
     * @param labelsFixed whether the user gave the labels
     */
    public WeightSizes(
            ModelFamily<C> family,
            ForeignWeights weights,
            Set<String> fixed,
            boolean imagesFixed,
            boolean labelsFixed) {
        this.models = new ModelShapes<>(family);
        this.file = new FileShapes(weights.tensors());
        this.fixed = Set.copyOf(fixed);
        this.imagesFixed = imagesFixed;
        this.labelsFixed = labelsFixed;
    }

    /** The sizes that fit. The given sizes if none fit, or if the family has no PyTorch names. */
    public ModelSizes<C> find(ModelSizes<C> given) {
        // A conditional generator has the tensors of an unconditional one, and more.
        List<ModelSizes<C>> starts = distinct(starts(given)).stream()
                .sorted(Comparator.comparingInt(start -> -models.of(start).size()))
                .toList();
        for (ModelSizes<C> start : starts) {
            // A discriminator looks like a generator of images with one pixel.
            Optional<ModelSizes<C>> best = file.prefixes(models.of(start)).stream()
                    .flatMap(prefix -> solve(start, prefix).stream())
                    .max(Comparator.comparingInt(sizes -> sizes.images().shape().size()));
            if (best.isPresent()) {
                return withoutEffect(best.get(), given);
            }
        }
        return given;
    }

    /** Small models of every structure and, if necessary, every image size. */
    private Set<ModelSizes<C>> starts(ModelSizes<C> given) {
        ModelSizes<C> small = small(given);
        Set<ModelSizes<C>> starts = new LinkedHashSet<>(structures(small));
        if (!imagesFixed && !followImages(small)) {
            for (int channels : new int[] {1, 3}) {
                for (int side : SIDES) {
                    small.withImages(channels, side).ifPresent(images -> starts.addAll(structures(images)));
                }
            }
        }
        return starts;
    }

    /** Leaves out structures whose generator another one has: most switches change the training alone. */
    private List<ModelSizes<C>> distinct(Set<ModelSizes<C>> starts) {
        Map<String, ModelSizes<C>> byShapes = new LinkedHashMap<>();
        for (ModelSizes<C> start : starts) {
            byShapes.putIfAbsent(start.images().shape() + shapes(start), start);
        }
        return List.copyOf(byShapes.values());
    }

    private ModelSizes<C> small(ModelSizes<C> given) {
        ModelSizes<C> small = given;
        for (String setting : UnknownSize.settings(given.config(), fixed)) {
            ModelSizes<C> before = small;
            small = small.with(setting, SMALL)
                    .filter(smaller -> hasEffect(smaller, before))
                    .orElse(small);
        }
        return small;
    }

    /** Whether two models differ in a shape. A setting that changes the training alone could forbid a switch. */
    private boolean hasEffect(ModelSizes<C> one, ModelSizes<C> other) {
        return !shapes(one).equals(shapes(other));
    }

    private String shapes(ModelSizes<C> sizes) {
        StringBuilder text = new StringBuilder();
        models.of(sizes).forEach((name, shape) -> text.append(' ').append(name).append(Arrays.toString(shape)));
        return text.toString();
    }

    /** Every combination of the switches that change a shape, with every number of layers. */
    private List<ModelSizes<C>> structures(ModelSizes<C> sizes) {
        List<ModelSizes<C>> structures = new ArrayList<>(List.of(sizes));
        Set<Map.Entry<String, JsonNode>> settings =
                ModelConfigs.toJson(sizes.config()).properties();
        for (Map.Entry<String, JsonNode> setting : settings) {
            boolean isOn = setting.getValue().asBoolean();
            String name = setting.getKey();
            if (setting.getValue().isBoolean()
                    && !fixed.contains(name)
                    && sizes.with(name, !isOn)
                            .filter(other -> hasEffect(other, sizes))
                            .isPresent()) {
                addEach(structures, each -> each.with(name, !isOn));
            }
        }
        if (settings.stream().anyMatch(setting -> setting.getKey().equals(LAYERS)) && !fixed.contains(LAYERS)) {
            List<ModelSizes<C>> before = List.copyOf(structures);
            IntStream.rangeClosed(1, MOST_LAYERS)
                    .forEach(layers ->
                            before.forEach(each -> each.with(LAYERS, layers).ifPresent(structures::add)));
        }
        return structures;
    }

    private static <T> void addEach(List<T> structures, Function<T, Optional<T>> change) {
        List.copyOf(structures).forEach(each -> change.apply(each).ifPresent(structures::add));
    }

    /** Whether the number of pixels is a dimension, which makes it solvable. */
    private boolean followImages(ModelSizes<C> sizes) {
        Map<String, long[]> now = models.of(sizes);
        return UnknownSize.<C>images()
                .probe()
                .apply(sizes)
                .filter(probed -> FileShapes.dimensions(now).stream()
                        .anyMatch(dimension -> follows(models.of(probed), now, dimension)))
                .isPresent();
    }

    private Optional<ModelSizes<C>> solve(ModelSizes<C> start, String prefix) {
        List<UnknownSize<C>> unknowns = unknowns(start);
        Optional<ModelSizes<C>> sizes = Optional.of(start);
        // Each step settles one size; the last step settles none.
        for (int i = 0; i <= unknowns.size() && sizes.isPresent(); i++) {
            if (fits(models.of(sizes.get()), prefix)) {
                return sizes;
            }
            sizes = step(sizes.get(), unknowns, prefix);
        }
        return Optional.empty();
    }

    private List<UnknownSize<C>> unknowns(ModelSizes<C> sizes) {
        List<UnknownSize<C>> unknowns = new ArrayList<>();
        Map<String, long[]> now = models.of(sizes);
        for (String name : UnknownSize.settings(sizes.config(), fixed)) {
            UnknownSize<C> unknown = UnknownSize.setting(name);
            Map<String, long[]> probed =
                    unknown.probe().apply(sizes).map(models::of).orElse(Map.of());
            if (FileShapes.dimensions(now).stream().anyMatch(dimension -> follows(probed, now, dimension))) {
                unknowns.add(unknown);
            }
        }
        if (!imagesFixed) {
            unknowns.add(UnknownSize.images());
        }
        if (!labelsFixed) {
            unknowns.add(UnknownSize.labels());
        }
        return unknowns;
    }

    private boolean fits(Map<String, long[]> now, String prefix) {
        return !now.isEmpty()
                && FileShapes.dimensions(now).stream().allMatch(each -> size(now, each) == file.size(prefix, each));
    }

    /** Solves for one size, from the dimensions that follow only this size among the unsettled ones. */
    private Optional<ModelSizes<C>> step(ModelSizes<C> sizes, List<UnknownSize<C>> unknowns, String prefix) {
        Map<String, long[]> now = models.of(sizes);
        List<Map<String, long[]>> probed = unknowns.stream()
                .map(unknown -> unknown.probe().apply(sizes).map(models::of).orElse(Map.of()))
                .toList();
        Set<Integer> settled = new HashSet<>();
        List<Dimension> different = new ArrayList<>();
        for (Dimension dimension : FileShapes.dimensions(now)) {
            if (size(now, dimension) != file.size(prefix, dimension)) {
                different.add(dimension);
            } else {
                only(following(probed, now, dimension)).ifPresent(settled::add);
            }
        }
        for (Dimension dimension : different) {
            List<Integer> open = following(probed, now, dimension).stream()
                    .filter(each -> !settled.contains(each))
                    .toList();
            Optional<ModelSizes<C>> solved = only(open)
                    .flatMap(i -> unknowns.get(i)
                            .solver()
                            .solve(
                                    sizes,
                                    size(now, dimension),
                                    size(probed.get(i), dimension),
                                    file.size(prefix, dimension)));
            if (solved.isPresent()) {
                return solved;
            }
        }
        return Optional.empty();
    }

    private static Optional<Integer> only(List<Integer> list) {
        return list.size() == 1 ? Optional.of(list.get(0)) : Optional.empty();
    }

    /** The unknown sizes that a dimension depends on. */
    private static List<Integer> following(
            List<Map<String, long[]>> probed, Map<String, long[]> now, Dimension dimension) {
        return IntStream.range(0, probed.size())
                .filter(i -> follows(probed.get(i), now, dimension))
                .boxed()
                .toList();
    }

    private static boolean follows(Map<String, long[]> probed, Map<String, long[]> now, Dimension dimension) {
        long[] shape = probed.get(dimension.tensor());
        return shape != null
                && shape.length == now.get(dimension.tensor()).length
                && shape[dimension.index()] != size(now, dimension);
    }

    private static long size(Map<String, long[]> shapes, Dimension dimension) {
        return shapes.get(dimension.tensor())[dimension.index()];
    }

    /** Resets settings that no dimension follows to their previous values. */
    private ModelSizes<C> withoutEffect(ModelSizes<C> found, ModelSizes<C> given) {
        ModelSizes<C> sizes = found;
        for (String setting : UnknownSize.settings(found.config(), fixed)) {
            Map<String, long[]> now = models.of(sizes);
            Optional<ModelSizes<C>> probed =
                    UnknownSize.<C>setting(setting).probe().apply(sizes);
            boolean followed = probed.isEmpty()
                    || FileShapes.dimensions(now).stream()
                            .anyMatch(dimension -> follows(models.of(probed.get()), now, dimension));
            if (!followed) {
                sizes = sizes.with(setting, UnknownSize.value(given, setting)).orElse(sizes);
            }
        }
        return sizes;
    }
}
