package io.gen4j.run;

import io.gen4j.ConditionalModel;
import io.gen4j.GenerativeModel;
import io.gen4j.LatentModel;
import io.gen4j.Latents;
import io.gen4j.Metrics;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.data.Batch;
import io.gen4j.image.ImageGrid;
import io.gen4j.image.Png;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Pictures after each epoch N, of the same latents and the same images every time, so that progress shows. A model with
 * an encoder gives {@code sampled-N.png} and {@code reconst-N.png}, with originals in odd columns and their
 * reconstructions beside them; any other gives {@code fake_images-N.png}, and {@code real_images.png} once. A model that
 * takes labels gives one label a row.
 */
public final class SamplePictures implements TrainingListener {

    private static final int COLUMNS = 16;
    private static final int ROWS = 8;
    private static final int PER_LABEL = 10;

    private final GenerativeModel model;
    private final Batch originals;
    private final Path directory;

    /**
     * @param originals to be reconstructed, or shown as the real ones; stays the caller's
     * @param directory where the pictures go
     */
    public SamplePictures(GenerativeModel model, Batch originals, Path directory) {
        this.model = model;
        this.originals = originals;
        this.directory = directory;
    }

    @Override
    public void started(TrainingLoop loop) throws IOException {
        if (!(model instanceof LatentModel)) {
            write("real_images.png", originals.images(), PER_LABEL);
        }
    }

    @Override
    public void epochEnded(int epoch, Metrics mean) throws IOException {
        if (model instanceof ConditionalModel conditional) {
            writeLabelRows(conditional, "fake_images-" + epoch + ".png");
        } else if (model instanceof LatentModel latent) {
            writeSampled("sampled-" + epoch + ".png", ROWS * COLUMNS, COLUMNS);
            writeReconstructed(latent, "reconst-" + epoch + ".png");
        } else {
            writeSampled("fake_images-" + epoch + ".png", PER_LABEL * PER_LABEL, PER_LABEL);
        }
    }

    private void writeSampled(String name, int count, int columns) throws IOException {
        try (INDArray images = model.sample(count, model.config().seed())) {
            write(name, images, columns);
        }
    }

    private void writeReconstructed(LatentModel latent, String name) throws IOException {
        try (INDArray reconstructed = latent.reconstruct(originals.images());
                INDArray pairs = besides(originals.images(), reconstructed)) {
            write(name, pairs, COLUMNS);
        }
    }

    private void writeLabelRows(ConditionalModel conditional, String name) throws IOException {
        int labels = model.spec().labelNames().size();
        int[] rows =
                IntStream.range(0, labels * PER_LABEL).map(i -> i / PER_LABEL).toArray();
        try (INDArray latents = Latents.normal(
                        rows.length, model.latentSize(), model.config().seed());
                INDArray images = conditional.generate(latents, rows)) {
            write(name, images, PER_LABEL);
        }
    }

    private void write(String name, INDArray images, int columns) throws IOException {
        Png.write(directory.resolve(name), ImageGrid.of(images, model.spec().shape(), model.pixelRange(), columns));
    }

    /**
     * Rows of several arrays by turns.
     *
     * @param images each {@code [n, size]}
     * @return {@code [k n, size]}: the first of each of the k arrays, the second of each …
     */
    public static INDArray besides(INDArray... images) {
        long[] shape = {images.length * images[0].size(0), images[0].size(1)};
        return Nd4j.stack(1, images).reshape('c', shape);
    }
}
