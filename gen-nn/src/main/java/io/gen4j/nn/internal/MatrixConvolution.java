package io.gen4j.nn.internal;

import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.WorkerPool;
import io.gen4j.runtime.internal.MatrixProduct;
import io.gen4j.runtime.internal.MatrixProduct.Matrix;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution from a large map to a small one, as a matrix product. One matrix has a column per pixel of the small
 * map, with all values under the kernel there (im2col; Chellapilla, Puri and Simard 2006). The transposed convolution
 * goes the other way. Each thread works on its own images, and on so few at once that its matrix fits into the cache.
 */
final class MatrixConvolution implements ConvolutionKernels {

    /** The largest number of values in the matrices of all threads, with room for at least one image each. */
    private static final int CHUNKS = 1 << 21;

    /** The largest number of threads: each one needs its own copy of the weights' gradients. */
    private static final int MOST_PARTS = 16;

    private final FeatureMap large;
    private final FeatureMap small;
    private final Kernel kernel;
    private final int depth;
    private final int leading;
    private final INDArray weights;
    private final List<Part> parts;

    /**
     * The movement of a kernel over the large map, first downwards, then across.
     *
     * @param size the sides in pixels
     * @param stride the steps in pixels
     * @param padding the pixels added on each side
     */
    record Kernel(int[] size, int[] stride, int[] padding) {}

    MatrixConvolution(FeatureMap large, FeatureMap small, Kernel kernel) {
        this.large = large;
        this.small = small;
        this.kernel = kernel;
        this.depth = kernel.size[0] * kernel.size[1] * large.channels();
        this.leading = Im2Col.leadingDimension(depth);
        this.weights = NativeArrays.zeros((long) leading * small.channels());
        this.parts = IntStream.range(0, Math.min(MOST_PARTS, WorkerPool.shared().size()))
                .mapToObj(Part::new)
                .toList();
    }

    @Override
    public void take(INDArray newWeights) {
        WorkerPool.shared().run(small.channels(), filter -> {
            float[] from = new float[depth];
            HostMemory.read(newWeights, (long) filter * depth, from, depth);
            HostMemory.write(
                    ChannelOrder.transpose(from, large.channels(), depth / large.channels()),
                    weights,
                    (long) filter * leading,
                    depth);
        });
    }

    @Override
    public void toSmall(INDArray largeMap, INDArray smallMap) {
        run(part -> part.toSmall(largeMap, smallMap));
    }

    @Override
    public void toLarge(INDArray smallMap, INDArray largeMap) {
        run(part -> part.toLarge(smallMap, largeMap));
    }

    @Override
    public void byWeights(
            INDArray largeMap, INDArray smallMap, INDArray target, ParameterGradients parameterGradients) {
        run(part -> part.byWeights(largeMap, smallMap));
        WorkerPool.shared().run(small.channels(), filter -> collect(filter, target, parameterGradients));
    }

    private void run(Consumer<Part> task) {
        WorkerPool.shared().run(parts.size(), i -> task.accept(parts.get(i)));
    }

    /** Adds the gradients of all parts for one filter. */
    private void collect(int filter, INDArray target, ParameterGradients parameterGradients) {
        float[] sum = new float[depth];
        float[] some = new float[depth];
        for (Part part : parts) {
            HostMemory.read(part.weightGradients(), (long) filter * leading, some, depth);
            VectorLoops.add(some, sum, 0, depth);
        }
        float[] ordered = ChannelOrder.transpose(sum, depth / large.channels(), large.channels());
        if (parameterGradients == ParameterGradients.ADD) {
            HostMemory.read(target, (long) filter * depth, some, depth);
            VectorLoops.add(some, ordered, 0, depth);
        }
        HostMemory.write(ordered, target, (long) filter * depth, depth);
    }

    @Override
    public void close() {
        weights.close();
        parts.forEach(Part::close);
    }

    /** The work of one thread. */
    private final class Part {

        private final int index;
        private final int pixels = small.height() * small.width();
        private final int images =
                Math.max(1, CHUNKS / Math.min(MOST_PARTS, WorkerPool.shared().size()) / (pixels * depth));
        private final Im2Col columns = new Im2Col(large, small, kernel, images);
        private @Nullable INDArray weightGradients;

        Part(int index) {
            this.index = index;
        }

        /** Allocates the gradients on first use, because generating needs none. */
        private INDArray weightGradients() {
            if (weightGradients == null) {
                weightGradients = NativeArrays.zeros((long) leading * small.channels());
            }
            return weightGradients;
        }

        private interface Chunk {
            /**
             * Processes some images.
             *
             * @param first the first image
             * @param count the number of images
             * @param matrix the columns for the pixels of the images
             */
            void work(int first, int count, Matrix matrix);
        }

        private void eachChunk(INDArray map, Chunk task) {
            int end = firstOf(index + 1, map);
            for (int first = firstOf(index, map); first < end; first += images) {
                int count = Math.min(images, end - first);
                task.work(first, count, columns.matrix(count));
            }
        }

        /** The first image of a part. */
        private int firstOf(int part, INDArray map) {
            return (int) map.size(0) * part / parts.size();
        }

        private Matrix smallPixels(INDArray map, int first, int count) {
            return Matrix.of(map, small.channels()).columns(first * pixels, (first + count) * pixels);
        }

        private Matrix filters(INDArray array) {
            return new Matrix(array, 0, depth, small.channels(), leading);
        }

        void toSmall(INDArray largeMap, INDArray smallMap) {
            eachChunk(largeMap, (first, count, matrix) -> {
                columns.gather(largeMap, first, count);
                MatrixProduct.multiply(filters(weights), true, matrix, false, smallPixels(smallMap, first, count), 0);
            });
        }

        void toLarge(INDArray smallMap, INDArray largeMap) {
            eachChunk(smallMap, (first, count, matrix) -> {
                MatrixProduct.multiply(filters(weights), false, smallPixels(smallMap, first, count), false, matrix, 0);
                columns.scatter(largeMap, first, count);
            });
        }

        void byWeights(INDArray largeMap, INDArray smallMap) {
            int start = firstOf(index, largeMap);
            if (start == firstOf(index + 1, largeMap)) {
                weightGradients().assign(0);
            }
            eachChunk(largeMap, (first, count, matrix) -> {
                columns.gather(largeMap, first, count);
                Matrix sums = filters(weightGradients());
                float kept = first == start ? 0 : 1;
                MatrixProduct.multiply(matrix, false, smallPixels(smallMap, first, count), true, sums, kept);
            });
        }

        void close() {
            columns.close();
            if (weightGradients != null) {
                weightGradients.close();
            }
        }
    }
}
