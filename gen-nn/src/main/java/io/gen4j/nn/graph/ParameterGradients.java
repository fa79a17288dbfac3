package io.gen4j.nn.graph;

import io.gen4j.runtime.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a backward pass does about the gradients of the parameters. */
public enum ParameterGradients {
    /** Neither computes nor touches them: the network only passes a gradient on. */
    SKIP,
    /** Replaces what was there. */
    WRITE,
    /** Adds to what was there. */
    ADD;

    /** Writes or adds some numbers to {@code target}; {@link #SKIP} leaves it. */
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
