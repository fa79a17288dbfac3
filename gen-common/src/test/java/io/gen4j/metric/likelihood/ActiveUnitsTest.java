package io.gen4j.metric.likelihood;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gen4j.EvaluationData;
import io.gen4j.MetricProgress;
import io.gen4j.MetricResult;
import io.gen4j.data.Batch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelRange;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ActiveUnitsTest {

    /** One pixel, black and white by turns; latents that vary by its multiples, about numbers of their own. */
    private record Multiples(float[] factors, float offset) implements LatentDensities {

        @Override
        public int latentSize() {
            return factors.length;
        }

        @Override
        public PixelRange pixelRange() {
            return PixelRange.SIGNED;
        }

        @Override
        public boolean isBinary() {
            return false;
        }

        @Override
        public String likelihoodNote() {
            return "";
        }

        @Override
        public INDArray posterior(Batch batch) {
            float[][] moments = new float[batch.size()][2 * factors.length];
            for (int row = 0; row < moments.length; row++) {
                for (int i = 0; i < factors.length; i++) {
                    moments[row][i] = offset + factors[i] * batch.images().getFloat(row, 0);
                    moments[row][factors.length + i] = 5 * i;
                }
            }
            return Nd4j.createFromArray(moments);
        }

        @Override
        public double[] logLikelihoods(Batch batch, INDArray latents) {
            throw new UnsupportedOperationException();
        }
    }

    private static ImageDataset blackAndWhite(int count) {
        byte[] pixels = new byte[count];
        for (int i = 0; i < count; i += 2) {
            pixels[i] = (byte) 255;
        }
        return ImageDataset.of("turns", new ImageShape(1, 1, 1), pixels);
    }

    /** A pixel of -1 and 1 by turns has the variance 1, its multiple by 0.1 has 0.01. */
    @Test
    void countsThoseThatVaryByMoreThanAHundredth() {
        Multiples model = new Multiples(new float[] {0, 0.09f, 0.11f, -0.5f, 3}, 0);
        assertEquals(3, new ActiveUnits(model).count(blackAndWhite(1000), 1));
    }

    @Test
    void aLargeMeanDoesNotMakeAUnitActive() {
        Multiples model = new Multiples(new float[] {0, 0.09f, 0.11f}, 50);
        assertEquals(1, new ActiveUnits(model).count(blackAndWhite(300), 1));
    }

    @Test
    void reportsTheNumber() {
        ImageDataset images = blackAndWhite(10);
        EvaluationData data = new EvaluationData(images, images, 1, 1, MetricProgress.NONE);
        MetricResult result = new ActiveUnits(new Multiples(new float[] {1, 0}, 0))
                .measure(data)
                .get(0);
        assertEquals("active_units", result.name());
        assertEquals(1, result.value());
        assertEquals(10, result.images());
    }
}
