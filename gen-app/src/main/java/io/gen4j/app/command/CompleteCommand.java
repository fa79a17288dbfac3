package io.gen4j.app.command;

import io.gen4j.Checks;
import io.gen4j.EncoderModel;
import io.gen4j.app.option.DataOptions;
import io.gen4j.app.option.PictureOption;
import io.gen4j.app.option.RunOption;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.PixelRange;
import io.gen4j.data.RandomSubset;
import io.gen4j.image.ImageGrid;
import io.gen4j.image.Png;
import io.gen4j.latent.ImageCompletion;
import io.gen4j.latent.ImageMask;
import io.gen4j.random.RandomStreams;
import io.gen4j.run.SamplePictures;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code gen complete}, which completes images that lack a part. */
@Command(
        name = "complete",
        description =
                "Hides a part of each image and fills it in by an autoencoder. The picture shows original, hidden and "
                        + "completed images side by side. Uses test images if the data has them.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Example:", "  gen complete --run runs/vae-20260101-120000 --mask left --out completed.png"})
public final class CompleteCommand implements Callable<Integer> {

    private static final int MAX_COUNT = 10_000;
    private static final int FORMS = 3;
    private static final byte GREY = (byte) 128;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOption run;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--mask",
            paramLabel = "PART",
            description = "The hidden part: lower, upper, left, right or centre; default ${DEFAULT-VALUE}.",
            defaultValue = "lower")
    private ImageMask mask;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Number of times to encode and decode; default ${DEFAULT-VALUE}.",
            defaultValue = "100")
    private int steps;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Number of images; default ${DEFAULT-VALUE}.",
            defaultValue = "16")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed gives the same result; default ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private long seed;

    @Mixin
    private PictureOption picture;

    @Override
    public Integer call() throws IOException {
        Checks.requireWithin("count", count, 1, MAX_COUNT);
        picture.check();
        try (EncoderModel model = run.loadEncoder(spec.name())) {
            ImageCompletion completion = new ImageCompletion(model, mask, steps);
            write(
                    model,
                    completion,
                    data.readToShow(model, run.directory(), spec.commandLine().getOut()));
        }
        return 0;
    }

    private void write(EncoderModel model, ImageCompletion completion, ImageDataset images) throws IOException {
        PixelRange range = model.pixelRange();
        ImageDataset some = RandomSubset.of(images, count, seed, "completed images");
        Batch originals = new Batches(some, count, range, 0, LastBatch.KEEP).first(count);
        try (INDArray given = originals.images();
                INDArray hidden = mask.cover(given, images.shape(), range.toValue(GREY));
                INDArray completed = completion.complete(
                        new Batch(hidden, originals.labels()), new RandomStreams(seed).stream("completion", 0));
                INDArray triples = SamplePictures.besides(given, hidden, completed)) {
            int columns = FORMS * (int) Math.ceil(Math.sqrt((double) originals.size() / FORMS));
            Png.write(picture.file(), ImageGrid.of(triples, images.shape(), range, columns));
        }
        spec.commandLine().getOut().println("wrote " + picture.file());
    }
}
