package io.gen4j.nn.graph;

import io.gen4j.runtime.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The treatment of the parameters' gradients in a backward pass. Use {@link #ADD} to accumulate gradients over several
 * passes.
 */
public enum ParameterGradients {
    /** Neither computes nor changes them. The network only passes the gradient on. */
    SKIP,
    /** Replaces the previous gradients. */
    WRITE,
    /** Adds to the previous gradients. */
    ADD;

    /** Writes {@code values} to {@code target} or adds them; {@link #SKIP} does nothing. */
    public void store(double[] values, INDArray target) {
        if (this == SKIP) {
            return;
        }
        float[] numbers = new float[values.length];
        if (this == ADD) {
            HostMemory.read(target, 0, numbers, numbers.length);
        }
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] += (float) values[i];
        }
        HostMemory.write(numbers, target, 0, numbers.length);
    }
}
