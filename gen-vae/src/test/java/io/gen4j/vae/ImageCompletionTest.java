package io.gen4j.vae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.ImageSpec;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.PixelRange;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.latent.EncodedImages;
import io.gen4j.latent.ImageCompletion;
import io.gen4j.latent.ImageMask;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a trained encoder and decoder are good for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageCompletionTest {

    private static final ImageDataset DIGITS = SyntheticDigits.draw(1000, 1);
    private static final ImageDataset UNSEEN = SyntheticDigits.draw(20, 2);

    private Vae vae;
    private Batch originals;

    @BeforeAll
    void train() throws IOException {
        VaeConfig config = VaeConfig.builder()
                .latent(8)
                .hidden(64)
                .epochs(20)
                .learningRate(5e-3)
                .batchSize(50)
                .build();
        vae = new Vae(config, ImageSpec.of(DIGITS));
        vae.fit(DIGITS);
        originals = new Batches(UNSEEN, 20, PixelRange.UNIT, 1, LastBatch.KEEP).first(20);
    }

    @AfterAll
    void close() {
        vae.close();
    }

    @Test
    void fillsInWhatIsHiddenAndKeepsTheRest() {
        INDArray covered = ImageMask.LOWER.cover(originals.images(), UNSEEN.shape(), 0);
        float[][] given = originals.images().toFloatMatrix();
        float[][] completed = complete(covered, 20, 1).toFloatMatrix();
        for (int i = 0; i < given.length; i++) {
            for (int j = 0; j < 14 * 28; j++) {
                assertEquals(given[i][j], completed[i][j], "the upper half is known");
            }
        }
        double distance = distance(given, completed);
        assertTrue(distance < 0.8 * distance(given, covered.toFloatMatrix()), "nearer than black: " + distance);
        double once = distance(given, complete(covered, 1, 1).toFloatMatrix());
        assertTrue(distance < once, "steps help: " + distance + " after 20, " + once + " after 1");
    }

    @Test
    void doesNotLookAtWhatIsHidden() {
        INDArray black = ImageMask.CENTRE.cover(originals.images(), UNSEEN.shape(), 0);
        INDArray white = ImageMask.CENTRE.cover(originals.images(), UNSEEN.shape(), 1);
        ImageCompletion completion = new ImageCompletion(vae, ImageMask.CENTRE, 3);
        assertArrayEquals(
                completion.complete(new Batch(black, new int[0]), new SplittableRandom(1))
                        .toFloatMatrix()[5],
                completion.complete(new Batch(white, new int[0]), new SplittableRandom(1))
                        .toFloatMatrix()[5]);
    }

    @Test
    void refusesToTakeNoStep() {
        assertThrows(IllegalArgumentException.class, () -> new ImageCompletion(vae, ImageMask.LEFT, 0));
    }

    /** More images than go through the encoder at once. */
    @Test
    void everyImageIsEncodedInItsPlace() {
        try (EncodedImages encoded = EncodedImages.of(vae, DIGITS)) {
            assertArrayEquals(new long[] {1000, 8}, encoded.latents().shape());
            assertEquals(DIGITS.label(777), encoded.labels()[777]);
            Batch one = new Batches(DIGITS, 1, PixelRange.UNIT, 1, LastBatch.KEEP).of(777);
            assertArrayEquals(
                    vae.encode(one.images()).toFloatMatrix()[0],
                    encoded.latents().getRow(777).toFloatVector(),
                    1e-5f);
        }
    }

    private INDArray complete(INDArray covered, int steps, long seed) {
        return new ImageCompletion(vae, ImageMask.LOWER, steps)
                .complete(new Batch(covered, new int[0]), new SplittableRandom(seed));
    }

    private static double distance(float[][] a, float[][] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                sum += Math.pow(a[i][j] - b[i][j], 2);
            }
        }
        return sum;
    }
}
