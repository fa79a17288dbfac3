package io.gen4j.app.option;

import io.gen4j.Checks;
import io.gen4j.GenerativeModel;
import io.gen4j.data.ImageDataset;
import io.gen4j.metric.GeneratedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Options that choose the images to evaluate: images of one or several models, or images in a file. */
public final class EvaluatedImagesOptions {

    private static final int MAX_COUNT = 1_000_000;
    private static final int MAX_SEEDS = 1_000;
    private static final long DEFAULT_SEED = 1;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(arity = "0..*", paramLabel = "RUN", description = "Runs, as with --run. Several come into one table.")
    private List<Path> positional = List.of();

    @Option(
            names = "--run",
            paramLabel = "DIR",
            description =
                    "A run's directory, a model.zip alone, or a checkpoint within a run. Repeat it to compare runs in"
                            + " one table.")
    private List<Path> named = List.of();

    @Option(
            names = "--images",
            paramLabel = "F.npy",
            description = "Images instead of a model, as .npy or .npz: [n, channels, height, width], "
                    + "[n, height, width, channels] or [n, pixels], of any number type.")
    private @Nullable Path images;

    @Mixin
    private CheckpointChoice choice;

    @Mixin
    private ImageFileOptions files;

    @Mixin
    private PriorOption prior;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many images to evaluate at most; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed draws the same images; default " + DEFAULT_SEED + ".")
    private @Nullable Long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            split = ",",
            description = "Several seeds, such as 1,2,3: figures are their means, with the standard error of the mean.")
    private List<Long> seeds = List.of();

    /** Refuses numbers outside their range, and options that contradict each other. */
    public void check() {
        Checks.requireWithin("count", count, 2, MAX_COUNT);
        if (runs().isEmpty() == (images == null)) {
            throw new IllegalArgumentException(
                    images == null
                            ? "there is nothing to evaluate: give --run DIR or --images F.npy"
                            : "--run and --images contradict each other: give one of them");
        }
        if (images == null) {
            files.requireUnused();
        } else if (choice.isGiven()) {
            throw new IllegalArgumentException(
                    "--checkpoint and --best choose a model of a run, and --images is a file: give one of them");
        }
        if (images != null && prior.isGiven()) {
            throw new IllegalArgumentException("--images and --prior contradict each other: give one of them");
        }
        if (seed != null && !seeds.isEmpty()) {
            throw new IllegalArgumentException("--seed and --seeds contradict each other: give one of them");
        }
        if (seeds.size() > MAX_SEEDS || new HashSet<>(seeds).size() < seeds.size()) {
            throw new IllegalArgumentException(
                    "--seeds is " + seeds + ": must be different seeds, at most " + MAX_SEEDS);
        }
    }

    /** The seeds to evaluate by, at least one. */
    public List<Long> seeds() {
        return seeds.isEmpty() ? List.of(seed == null ? DEFAULT_SEED : (long) seed) : List.copyOf(seeds);
    }

    /** The runs to evaluate; empty if images in a file are. */
    public List<Path> runs() {
        List<Path> all = new ArrayList<>(named);
        all.addAll(positional);
        return all;
    }

    /** The file of images; null if runs are evaluated. */
    public @Nullable Path file() {
        return images;
    }

    /** The directory of the run that a path belongs to; null if there is none. */
    public @Nullable Path directory(Path run) {
        return RunOption.directory(run);
    }

    /** Whether a run's images are drawn from a fitted prior. */
    public boolean hasFittedPrior() {
        return prior.isFitted();
    }

    /** Loads a run's model, after a look at its fitted prior. */
    public GenerativeModel load(Path run) throws IOException {
        GenerativeModel model = choice.load(run);
        try {
            prior.of(model, directory(run));
            return model;
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** The name of the evaluated model: last, best, a checkpoint's name, or a file's. */
    public String modelName(Path run) {
        return Files.isRegularFile(run) ? String.valueOf(run.getFileName()) : choice.name();
    }

    /**
     * Draws the images, or reads them from the file.
     *
     * @param model draws them; null if they are in a file
     * @param directory of the model's run; null if there is none
     * @param real images of the same kind
     */
    public ImageDataset images(@Nullable GenerativeModel model, @Nullable Path directory, ImageDataset real, long seed)
            throws IOException {
        return model == null
                ? files.read(images, real, count, seed, command.commandLine().getErr())
                : GeneratedImages.draw(model, prior.of(model, directory), count, seed);
    }
}
