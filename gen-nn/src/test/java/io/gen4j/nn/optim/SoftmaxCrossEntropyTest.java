package io.gen4j.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SoftmaxCrossEntropyTest {

    @Test
    void isWhatTheFormulaSaysForNumbersWorkedOutByHand() {
        // Probabilities 1/4, 1/4, 1/2 and 1/3 each.
        float log2 = (float) Math.log(2);
        INDArray logits = Nd4j.createFromArray(new float[][] {{0, 0, log2}, {7, 7, 7}});
        INDArray gradient = Nd4j.create(2, 3);
        assertEquals(Math.log(4) + Math.log(3), SoftmaxCrossEntropy.sum(logits, new int[] {0, 2}, gradient), 1e-6);
        assertArrayEquals(
                new float[] {-3 / 4f, 1 / 4f, 1 / 2f, 1 / 3f, 1 / 3f, -2 / 3f},
                gradient.reshape(6).toFloatVector(),
                1e-6f);
    }

    @Test
    void staysFiniteForLargeLogits() {
        INDArray logits = Nd4j.createFromArray(new float[][] {{1000, -1000}});
        assertEquals(2000, SoftmaxCrossEntropy.sum(logits, new int[] {1}, Nd4j.create(1, 2)), 1e-3);
    }
}
