package io.gen4j.nn.graph;

import io.gen4j.runtime.internal.NativeArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The shape of what a convolution takes or gives for one image.
 *
 * @param channels at least 1
 * @param height rows, at least 1
 * @param width columns, at least 1
 */
public record FeatureMap(int channels, int height, int width) {

    /** How many numbers there are. */
    public int size() {
        return channels * height * width;
    }

    /** An array with the channels last, {@code [n, height, width, channels]}: a pixel's channels lie side by side. */
    public INDArray newArray(long n) {
        return NativeArrays.zeros(n, height, width, channels);
    }
}
