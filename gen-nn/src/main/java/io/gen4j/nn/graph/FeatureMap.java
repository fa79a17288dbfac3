package io.gen4j.nn.graph;

import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.NativeArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The shape of a convolution's input or output for one image.
 *
 * @param channels at least 1
 * @param height rows, at least 1
 * @param width columns, at least 1
 */
public record FeatureMap(int channels, int height, int width) {

    /** @throws IllegalArgumentException if a length is less than 1, or there are 2^31 values or more */
    public FeatureMap {
        Arguments.requireAtLeast("channels", channels, 1);
        Arguments.requireAtLeast("height", height, 1);
        Arguments.requireAtLeast("width", width, 1);
        Arguments.requireWithin("height", height, 1, Integer.MAX_VALUE / channels);
        Arguments.requireWithin("width", width, 1, Integer.MAX_VALUE / channels / height);
    }

    /** The number of values. */
    public int size() {
        return channels * height * width;
    }

    /**
     * Makes an array of zeros with the channels last, {@code [n, height, width, channels]}. The channels of a pixel are
     * adjacent.
     *
     * @throws IllegalArgumentException if {@code n} is negative
     */
    public INDArray newArray(long n) {
        Arguments.requireAtLeast("n", n, 0);
        return NativeArrays.zeros(n, height, width, channels);
    }
}
