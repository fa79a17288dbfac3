package io.gen4j.vae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.ImageSpec;
import io.gen4j.Trainer;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.PixelRange;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.persist.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class AutoencoderTest {

    private static final ImageDataset DIGITS = SyntheticDigits.draw(600, 1);
    private static final AutoencoderConfig SMALL = AutoencoderConfig.builder()
            .latent(5)
            .hidden(32)
            .epochs(3)
            .batchSize(50)
            .build();

    /** The cross-entropy of the images with their reconstructions, summed over pixels in double precision. */
    @Test
    void reportsTheCrossEntropyAndLowersIt() throws IOException {
        Batch batch = new Batches(DIGITS, 50, PixelRange.UNIT, 1, LastBatch.DROP).first(50);
        try (Autoencoder model = new Autoencoder(SMALL, ImageSpec.MNIST);
                Trainer trainer = model.newTrainer()) {
            double before = trainer.evaluate(batch, 0).value("loss_nats");
            assertEquals(crossEntropy(batch.images(), model.reconstruct(batch.images())), before, 1e-3 * before);
            model.fit(DIGITS);
            double after = trainer.evaluate(batch, 0).value("loss_nats");
            assertTrue(after < 0.6 * before, after + " after " + before);
        }
    }

    @Test
    void givesTheSameImagesAfterSavingAndLoading(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("model.zip");
        try (Autoencoder model = new Autoencoder(SMALL, ImageSpec.MNIST);
                INDArray images = model.sample(3, 7)) {
            model.save(file);
            try (Autoencoder loaded = ModelFile.load(file, Autoencoder.class);
                    INDArray again = loaded.sample(3, 7)) {
                assertArrayEquals(images.toFloatMatrix(), again.toFloatMatrix());
            }
        }
    }

    private static double crossEntropy(INDArray images, INDArray reconstructed) {
        double sum = 0;
        for (long i = 0; i < images.length(); i++) {
            double x = images.getDouble(i);
            double p = reconstructed.getDouble(i);
            sum -= x * Math.log(p) + (1 - x) * Math.log(1 - p);
        }
        return sum / images.size(0);
    }
}
