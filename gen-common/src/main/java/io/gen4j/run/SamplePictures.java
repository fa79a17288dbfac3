package io.gen4j.run;

import io.gen4j.ConditionalModel;
import io.gen4j.GenerativeModel;
import io.gen4j.LatentModel;
import io.gen4j.Metrics;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import io.gen4j.image.ImageGrid;
import io.gen4j.image.Png;
import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.InputRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Draws pictures after epoch N, always from the same latents and images. Use it to watch progress. A model with an encoder
 * gives {@code sampled-N.png} and {@code reconst-N.png}, with originals in odd columns and their reconstructions beside
 * them. Any other model gives {@code fake_images-N.png}, and {@code real_images.png} once. A conditional model gives one
 * row per label.
 *
 * <p>A picture has at most 4 million pixels. It shows fewer large images, and of many labels some at equal distances. If
 * epochs are short or very many, some are left out, see {@link CheckpointPolicy}. The last epoch is always drawn.
 */
public final class SamplePictures implements TrainingListener {

    private static final int COLUMNS = 16;
    private static final int ROWS = 8;
    private static final int PER_LABEL = 10;
    private static final Pattern OF_EPOCH = Pattern.compile("(?:sampled|reconst|fake_images)-(\\d{1,9})\\.png");

    private final GenerativeModel model;
    private final Batch originals;
    private final Path directory;
    private EpochSchedule schedule = new EpochSchedule(1, 1);

    /**
     * @param originals images to be reconstructed, or shown as the real ones; the caller closes them
     * @param directory where the pictures go
     */
    public SamplePictures(GenerativeModel model, Batch originals, Path directory) {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(originals, "originals");
        Objects.requireNonNull(directory, "directory");
        this.model = model;
        this.originals = originals;
        this.directory = directory;
    }

    @Override
    public void started(TrainingLoop loop) throws IOException {
        schedule = new EpochSchedule(loop.batches().perEpoch(), loop.epochs());
        if (!(model instanceof LatentModel)) {
            PictureLayout layout = layout(PER_LABEL, PER_LABEL, 1);
            try (INDArray shown = first(originals.images(), layout.size())) {
                write("real_images.png", shown, layout.columns());
            }
        }
    }

    @Override
    public void resumed(TrainingLoop loop, State state) throws IOException {
        deleteFrom(loop.epoch());
        started(loop);
    }

    /** Deletes pictures of epochs that the resumed training has not finished. */
    private void deleteFrom(int epoch) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Matcher name = OF_EPOCH.matcher(file.getFileName().toString());
                if (name.matches() && Integer.parseInt(name.group(1)) >= epoch) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void epochEnded(int epoch, Metrics mean) throws IOException {
        if (!schedule.hasPictures(epoch)) {
            return;
        }
        if (model instanceof ConditionalModel conditional) {
            writeLabelRows(conditional, "fake_images-" + epoch + ".png");
        } else if (model instanceof LatentModel latent) {
            writeSampled("sampled-" + epoch + ".png", layout(COLUMNS, ROWS, 1));
            writeReconstructed(latent, "reconst-" + epoch + ".png");
        } else {
            writeSampled("fake_images-" + epoch + ".png", layout(PER_LABEL, PER_LABEL, 1));
        }
    }

    private PictureLayout layout(int columns, int rows, int unit) {
        return PictureLayout.of(model.spec().shape(), columns, rows, unit);
    }

    private void writeSampled(String name, PictureLayout layout) throws IOException {
        try (INDArray images = model.sample(layout.size(), model.config().seed())) {
            write(name, images, layout.columns());
        }
    }

    private void writeReconstructed(LatentModel latent, String name) throws IOException {
        PictureLayout layout = layout(COLUMNS, ROWS, 2);
        try (INDArray shown = first(originals.images(), layout.size() / 2);
                INDArray reconstructed = latent.reconstruct(shown);
                INDArray pairs = besides(shown, reconstructed)) {
            write(name, pairs, layout.columns());
        }
    }

    private void writeLabelRows(ConditionalModel conditional, String name) throws IOException {
        List<Integer> all =
                IntStream.range(0, model.spec().labelNames().size()).boxed().toList();
        PictureLayout layout = layout(PER_LABEL, all.size(), 1);
        int[] labels = PictureLayout.spread(all, layout.rows()).stream()
                .flatMapToInt(label -> IntStream.range(0, layout.columns()).map(column -> label))
                .toArray();
        try (INDArray latents =
                        model.prior().sample(labels.length, model.config().seed());
                INDArray images = conditional.generate(latents, labels)) {
            write(name, images, layout.columns());
        }
    }

    /** A copy of the first images, or of all if there are fewer. */
    private static INDArray first(INDArray images, int count) {
        long used = Math.min(count, images.size(0));
        return images.get(NDArrayIndex.interval(0, used), NDArrayIndex.all())
                .dup('c')
                .reshape('c', used, images.size(1));
    }

    private void write(String name, INDArray images, int columns) throws IOException {
        Png.write(directory.resolve(name), ImageGrid.of(images, model.spec().shape(), model.pixelRange(), columns));
    }

    /**
     * Alternates the rows of several arrays.
     *
     * @param images each {@code [n, size]}
     * @return {@code [k n, size]}: the first of each of the k arrays, the second of each …
     * @throws IllegalArgumentException if there is no array, or their shapes differ
     */
    public static INDArray besides(INDArray... images) {
        Objects.requireNonNull(images, "images");
        Arguments.copyOfSome("images", Arrays.asList(images));
        int width = InputRows.requireMatrix("images", images[0]);
        for (INDArray each : images) {
            InputRows.require("images", each, width);
        }
        long[] shape = {images.length * images[0].size(0), images[0].size(1)};
        return Nd4j.stack(1, images).reshape('c', shape);
    }
}
