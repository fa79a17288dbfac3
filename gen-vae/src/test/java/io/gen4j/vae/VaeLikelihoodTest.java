package io.gen4j.vae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.ImageSpec;
import io.gen4j.data.Batch;
import io.gen4j.data.ImageShape;
import io.gen4j.vae.VaeConfig.Output;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** log p(x|z), against its formula on what {@link AbstractVae#decode} gives. */
class VaeLikelihoodTest {

    private static final ImageSpec SPEC = new ImageSpec(new ImageShape(3, 16, 16), List.of("a", "b", "c"));
    private static final int[] LABELS = {2, 0};
    private static final int DRAWS = 3;
    private static final int LATENT = 4;

    @ParameterizedTest
    @CsvSource({
        "BERNOULLI, 0, false, false",
        "BERNOULLI, 0, false, true",
        "BERNOULLI, 0, true, false",
        "BERNOULLI, 0, true, true",
        "GAUSSIAN, 0.3, false, false",
        "GAUSSIAN, 0.3, true, true",
        "GAUSSIAN, 0, false, true",
        "GAUSSIAN, 0, true, false"
    })
    void isThatOfTheDecodedPixels(Output output, double variance, boolean conv, boolean conditional) {
        VaeConfig config = (conditional ? VaeConfig.conditionalBuilder() : VaeConfig.builder())
                .output(output)
                .variance(variance)
                .conv(conv)
                .latent(LATENT)
                .hidden(16)
                .features(4)
                .build();
        SplittableRandom random = new SplittableRandom(8);
        float[][] x = rows(LABELS.length, SPEC.shape().size(), random::nextDouble);
        // What convolutions with initial weights draw hardly depends on the latent unless that is large.
        double scale = conv ? 300 : 3;
        float[][] z = rows(LABELS.length * DRAWS, LATENT, () -> scale * random.nextGaussian());
        try (AbstractVae vae = (AbstractVae) new VaeFamily().create(config, SPEC);
                INDArray images = Nd4j.createFromArray(x);
                INDArray latents = Nd4j.createFromArray(z);
                INDArray decoded = vae.decode(latents, new int[] {2, 2, 2, 0, 0, 0})) {
            double[] actual = vae.logLikelihoods(new Batch(images, LABELS), latents);
            assertEquals(LABELS.length * DRAWS, actual.length);
            float[][] pixels = decoded.toFloatMatrix();
            for (int row = 0; row < actual.length; row++) {
                float[] image = x[row / DRAWS];
                double expected = output == Output.BERNOULLI
                        ? bernoulli(pixels[row], image)
                        : gaussian(pixels[row], image, varianceOf(vae, variance));
                assertEquals(expected, actual[row], 1e-5 * Math.abs(expected), "row " + row);
            }
            // Otherwise an image's latents could change places unnoticed.
            assertTrue(Math.abs(actual[0] - actual[1]) > 1e-3 * Math.abs(actual[0]));
        }
    }

    private interface Draw {
        double next();
    }

    private static float[][] rows(int count, int size, Draw draw) {
        float[][] rows = new float[count][size];
        for (float[] row : rows) {
            for (int i = 0; i < size; i++) {
                row[i] = (float) draw.next();
            }
        }
        return rows;
    }

    private static double varianceOf(AbstractVae vae, double variance) {
        return variance > 0
                ? variance
                : Math.exp(vae.parameters().bias(LearntVariance.LAYER).getDouble(0));
    }

    private static double bernoulli(float[] probabilities, float[] image) {
        double sum = 0;
        for (int i = 0; i < image.length; i++) {
            sum += image[i] * Math.log(probabilities[i]) + (1 - image[i]) * Math.log1p(-probabilities[i]);
        }
        return sum;
    }

    private static double gaussian(float[] means, float[] image, double variance) {
        double sum = 0;
        for (int i = 0; i < image.length; i++) {
            sum -= Math.pow(image[i] - means[i], 2) / (2 * variance) + 0.5 * Math.log(2 * Math.PI * variance);
        }
        return sum;
    }
}
