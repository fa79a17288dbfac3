package io.gen4j.nn.graph;

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

    /** The number of values. */
    public int size() {
        return channels * height * width;
    }

    /**
     * Makes an array of zeros with the channels last, {@code [n, height, width, channels]}. The channels of a pixel are
     * adjacent.
     */
    public INDArray newArray(long n) {
        return NativeArrays.zeros(n, height, width, channels);
    }
}
