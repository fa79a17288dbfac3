package io.gen4j.adversarial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.gen4j.nn.graph.ParameterGradients;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class InstanceNoiseTest {

    private static final int N = 100;
    private static final int PIXELS = 50;
    private static final int LABELS = 2;

    private final INDArray input = Nd4j.ones(DataType.FLOAT, N, PIXELS + LABELS);

    @Test
    void hasTheDeviationThatWasSet() {
        INDArray added = noisy(0.3, 1).sub(input);
        INDArray onPixels = added.get(NDArrayIndex.all(), NDArrayIndex.interval(0, PIXELS));
        assertEquals(0, onPixels.meanNumber().doubleValue(), 0.02);
        assertEquals(0.3, onPixels.stdNumber().doubleValue(), 0.01);
        assertEquals(1, input.minNumber().doubleValue(), "the input is not changed");
        assertEquals(
                0,
                added.get(NDArrayIndex.all(), NDArrayIndex.interval(PIXELS, PIXELS + LABELS))
                        .amaxNumber()
                        .doubleValue());
    }

    @Test
    void isTheSameForTheSameStream() {
        assertEquals(noisy(0.3, 1), noisy(0.3, 1));
    }

    @Test
    void passesAsItIsWhatHasNoNoise() {
        assertSame(input, new InstanceNoise(PIXELS).forward(input));
    }

    @Test
    void passesGradientsOn() {
        INDArray gradient = Nd4j.rand(DataType.FLOAT, N, PIXELS + LABELS);
        assertEquals(gradient.dup(), new InstanceNoise(PIXELS).backwardToInput(gradient, ParameterGradients.SKIP));
    }

    private INDArray noisy(double deviation, long seed) {
        InstanceNoise noise = new InstanceNoise(PIXELS);
        noise.setDeviation(deviation);
        noise.randomize(new SplittableRandom(seed));
        return noise.forward(input);
    }
}
