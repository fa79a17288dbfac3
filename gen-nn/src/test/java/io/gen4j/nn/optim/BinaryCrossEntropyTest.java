package io.gen4j.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BinaryCrossEntropyTest {

    @Test
    void isWhatTheFormulaSaysForNumbersWorkedOutByHand() {
        INDArray logits = Nd4j.createFromArray(new float[][] {{0f, (float) Math.log(3)}});
        INDArray targets = Nd4j.createFromArray(new float[][] {{1f, 0.25f}});
        INDArray gradient = Nd4j.create(1, 2);
        // Probabilities 1/2 and 3/4: -log(1/2) - (1/4 log(3/4) + 3/4 log(1/4)).
        double expected = Math.log(2) - 0.25 * Math.log(0.75) - 0.75 * Math.log(0.25);
        assertEquals(expected, BinaryCrossEntropy.sum(logits, targets, gradient), 1e-6);
        assertEquals(-0.5, gradient.getDouble(0), 1e-6);
        assertEquals(0.5, gradient.getDouble(1), 1e-6);
    }

    @Test
    void staysFiniteForLargeLogits() {
        INDArray logits = Nd4j.createFromArray(new float[][] {{-200f, 200f, 200f}});
        INDArray targets = Nd4j.createFromArray(new float[][] {{1f, 0f, 1f}});
        assertEquals(400, BinaryCrossEntropy.sum(logits, targets, Nd4j.create(1, 3)), 1e-3);
    }

    /** A pixel that is surely wrong pulls as hard as one can, and one that is nearly right a little. */
    @Test
    void theGradientKeepsItsDigitsForEveryLogit() {
        for (float logit = -87; logit <= 87; logit += 0.0625f) {
            for (float target : new float[] {0, 1}) {
                float[] gradient = new float[1];
                BinaryCrossEntropy.sumBlock(new float[] {logit}, new float[] {target}, gradient, 1);
                double expected = target == 0 ? 1 / (1 + Math.exp(-logit)) : -1 / (1 + Math.exp(logit));
                assertEquals(1, gradient[0] / expected, 1.1e-5, "logit " + logit + ", target " + target);
            }
        }
    }

    @Test
    void theGradientIsRightAroundZeroAndBeyondTheRangeOfFloats() {
        float[] logits = {
            0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, 1e-38f, -1e-38f, 1e-20f, 200f, -200f, 3e38f, -3e38f
        };
        float[] half = new float[logits.length];
        Arrays.fill(half, 0.25f);
        float[] gradient = new float[logits.length];
        BinaryCrossEntropy.sumBlock(logits, half, gradient, logits.length);
        assertArrayEquals(
                new float[] {0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.75f, -0.25f, 0.75f, -0.25f},
                gradient,
                1e-7f);
    }

    @Test
    void aLogitThatIsNoNumberGivesNone() {
        float[] gradient = new float[1];
        assertTrue(Double.isNaN(BinaryCrossEntropy.sumBlock(new float[] {Float.NaN}, new float[] {1}, gradient, 1)));
        assertTrue(Float.isNaN(gradient[0]));
    }

    @Test
    void refusesArraysOfOtherLengths() {
        INDArray two = Nd4j.zeros(1, 2);
        INDArray three = Nd4j.zeros(1, 3);
        assertThrows(IllegalArgumentException.class, () -> BinaryCrossEntropy.sum(two, three, two));
        assertThrows(IllegalArgumentException.class, () -> BinaryCrossEntropy.sum(two, two, three));
        assertThrows(IllegalArgumentException.class, () -> BinaryCrossEntropy.sum(two, 1, three));
        assertThrows(IllegalArgumentException.class, () -> BinaryCrossEntropy.sum(new float[2], new float[3]));
    }

    @Test
    void agreesWithDoublesOverManyValues() {
        INDArray logits = Nd4j.randn(37, 101).muli(4);
        INDArray targets = Nd4j.rand(37, 101);
        INDArray gradient = Nd4j.create(37, 101);
        double sum = 0;
        for (long i = 0; i < logits.length(); i++) {
            double x = logits.getDouble(i);
            sum += Math.max(x, 0) - x * targets.getDouble(i) + Math.log1p(Math.exp(-Math.abs(x)));
        }
        assertEquals(sum, BinaryCrossEntropy.sum(logits, targets, gradient), 1e-5 * sum);
        for (long i = 0; i < logits.length(); i++) {
            double expected = 1 / (1 + Math.exp(-logits.getDouble(i))) - targets.getDouble(i);
            assertEquals(expected, gradient.getDouble(i), 2e-6);
        }
    }
}
