package io.gen4j.app.option;

import io.gen4j.Checks;
import io.gen4j.GenerativeModel;
import io.gen4j.data.ImageDataset;
import io.gen4j.metric.GeneratedImages;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which images are evaluated: a model's, or those in a file. */
public final class EvaluatedImagesOptions {

    private static final int MAX_COUNT = 1_000_000;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    /** Where the images come from. */
    static final class Source {
        @Option(names = "--run", paramLabel = "DIR", description = "A run's directory, or a model.zip alone.")
        private @Nullable Path run;

        @Option(
                names = "--images",
                paramLabel = "F.npy",
                description = "Images instead of a model, as .npy or .npz: [n, channels, height, width], "
                        + "[n, height, width, channels] or [n, pixels], of any number type.")
        private @Nullable Path images;
    }

    @Mixin
    private CheckpointChoice choice;

    @Mixin
    private ImageFileOptions files;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many images to evaluate at most; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed draws the same images; default ${DEFAULT-VALUE}.")
    private long seed;

    /** Refuses numbers outside their range. */
    public void check() {
        Checks.requireWithin("count", count, 2, MAX_COUNT);
    }

    public long seed() {
        return seed;
    }

    /** The run's directory; null if there is none. */
    @Nullable
    public Path directory() {
        return source.run == null ? null : RunOption.directory(source.run);
    }

    /** Loads the model; null if images in a file are judged. */
    @Nullable
    public GenerativeModel load() throws IOException {
        return source.run == null ? null : choice.load(source.run);
    }

    /**
     * Draws the images or reads them.
     *
     * @param model draws them; null if they are in a file
     * @param real what they are judged by
     */
    public ImageDataset images(@Nullable GenerativeModel model, ImageDataset real) throws IOException {
        return model == null
                ? files.read(
                        source.images, real, count, seed, command.commandLine().getErr())
                : GeneratedImages.draw(model, count, seed);
    }
}
