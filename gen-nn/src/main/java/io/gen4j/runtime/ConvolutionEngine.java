package io.gen4j.runtime;

import org.bytedeco.javacpp.FloatPointer;

/**
 * A convolution of one shape in the code of a library, from {@link MatrixEngine#convolution}. It goes from a large map to
 * a small one. The transposed convolution, and the gradient by the large map, go the other way.
 *
 * <p>Maps are {@code [images, height, width, channels]} and weights {@code [small's channels, large's channels, height,
 * width]}. The caller has checked that they lie within their arrays. Only the thread that owns the network calls this; the
 * engine divides the work by itself, and by the number of threads alone.
 */
public interface ConvolutionEngine extends AutoCloseable {

    /** One of the three computations. */
    enum Pass {
        /** The small map from the large one. */
        TO_SMALL,
        /** The large map from the small one. */
        TO_LARGE,
        /** The gradient by the weights. */
        BY_WEIGHTS
    }

    /**
     * The channels and pixels of the two maps.
     *
     * @param largeChannels at least 1, like all lengths except the padding
     * @param smallChannels likewise
     * @param large height and width in pixels
     * @param small likewise
     * @param kernel height and width in pixels
     * @param stride the steps down and across
     * @param padding the pixels added at the top and the bottom, and on either side, at least 0
     */
    record Shape(int largeChannels, int smallChannels, Pair large, Pair small, Pair kernel, Pair stride, Pair padding) {

        /** @throws IllegalArgumentException if a length is too small */
        public Shape {
            ConvolutionEngine.requireAtLeast("largeChannels", largeChannels, 1);
            ConvolutionEngine.requireAtLeast("smallChannels", smallChannels, 1);
            large.requireAtLeast("large", 1);
            small.requireAtLeast("small", 1);
            kernel.requireAtLeast("kernel", 1);
            stride.requireAtLeast("stride", 1);
            padding.requireAtLeast("padding", 0);
        }
    }

    /**
     * Two lengths.
     *
     * @param down along the height, at least 0
     * @param across along the width, at least 0
     */
    record Pair(int down, int across) {

        /** @throws IllegalArgumentException if a length is negative */
        public Pair {
            ConvolutionEngine.requireAtLeast("down", down, 0);
            ConvolutionEngine.requireAtLeast("across", across, 0);
        }

        private void requireAtLeast(String name, int least) {
            ConvolutionEngine.requireAtLeast(name + " down", down, least);
            ConvolutionEngine.requireAtLeast(name + " across", across, least);
        }
    }

    private static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ": must be at least " + least);
        }
    }

    /** Whether a pass is faster here than as a matrix product. The answer must depend on the shape alone. */
    boolean suits(Pass pass);

    /** Takes the weights for the following calls. It copies them. */
    void take(FloatPointer weights);

    /** Computes the small maps. */
    void toSmall(int images, FloatPointer large, FloatPointer small);

    /** Computes the large maps. */
    void toLarge(int images, FloatPointer small, FloatPointer large);

    /**
     * Computes the gradient by the weights. One map is the input, the other the gradient of the output.
     *
     * @param add whether to add to the gradients instead of overwriting them
     */
    void byWeights(int images, FloatPointer large, FloatPointer small, FloatPointer gradients, boolean add);

    /** Frees the engine's memory. */
    @Override
    void close();
}
