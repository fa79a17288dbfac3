package io.gen4j.nn;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.MatrixProduct;
import io.gen4j.runtime.MatrixProduct.Matrix;
import io.gen4j.runtime.NativeArrays;
import io.gen4j.runtime.ThreadTeam;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution, from a large map to a small one, as a product of matrices: in one of them, each pixel of the small map has a
 * column of all that the kernel sees from there (im2col; Chellapilla, Puri and Simard 2006). The transposed convolution goes
 * the other way. Each thread works on images of its own, on so few at a time that its matrix stays in the cache.
 */
final class MatrixConvolution implements AutoCloseable {

    /** Numbers in the matrices of all threads, but for at least one image each. */
    private static final int CHUNKS = 1 << 21;

    /** More threads would each want another copy of the weights' gradients. */
    private static final int MOST_PARTS = 16;

    private final FeatureMap large;
    private final FeatureMap small;
    private final Kernel kernel;
    private final int depth;
    private final INDArray weights;
    private final List<Part> parts;

    /**
     * How a kernel moves over the large map; first downwards, then across.
     *
     * @param size pixels
     * @param stride pixels
     * @param padding pixels on each side
     */
    record Kernel(int[] size, int[] stride, int[] padding) {}

    MatrixConvolution(FeatureMap large, FeatureMap small, Kernel kernel) {
        this.large = large;
        this.small = small;
        this.kernel = kernel;
        this.depth = kernel.size[0] * kernel.size[1] * large.channels();
        this.weights = NativeArrays.zeros((long) depth * small.channels());
        this.parts = IntStream.range(0, Math.min(MOST_PARTS, ThreadTeam.shared().size()))
                .mapToObj(Part::new)
                .toList();
    }

    /** Takes weights {@code [small's channels, large's channels, height, width]}, as DL4J has them, for what follows. */
    void take(INDArray newWeights) {
        ThreadTeam.shared().run(small.channels(), filter -> {
            float[] from = new float[depth];
            HostMemory.read(newWeights, (long) filter * depth, from, depth);
            HostMemory.write(
                    ChannelOrder.transpose(from, large.channels(), depth / large.channels()),
                    weights,
                    (long) filter * depth,
                    depth);
        });
    }

    /** Computes the small map, {@code [n, height, width, channels]} as all maps, with the weights last taken. */
    void toSmall(INDArray largeMap, INDArray smallMap) {
        run(part -> part.toSmall(largeMap, smallMap));
    }

    /** Computes the large map likewise: the transposed convolution, and a convolution's gradient. */
    void toLarge(INDArray smallMap, INDArray largeMap) {
        run(part -> part.toLarge(smallMap, largeMap));
    }

    /** Computes the gradient by the weights; one of the maps is what went in, the other the gradient of what came out. */
    void byWeights(INDArray largeMap, INDArray smallMap, INDArray target, ParameterGradients parameterGradients) {
        run(part -> part.byWeights(largeMap, smallMap));
        ThreadTeam.shared().run(small.channels(), filter -> collect(filter, target, parameterGradients));
    }

    private void run(Consumer<Part> task) {
        ThreadTeam.shared().run(parts.size(), i -> task.accept(parts.get(i)));
    }

    /** Sums up what the parts have found for one filter. */
    private void collect(int filter, INDArray target, ParameterGradients parameterGradients) {
        float[] sum = new float[depth];
        float[] some = new float[depth];
        for (Part part : parts) {
            HostMemory.read(part.weightGradients(), (long) filter * depth, some, depth);
            add(some, sum);
        }
        float[] ordered = ChannelOrder.transpose(sum, depth / large.channels(), large.channels());
        if (parameterGradients == ParameterGradients.ADD) {
            HostMemory.read(target, (long) filter * depth, some, depth);
            add(some, ordered);
        }
        HostMemory.write(ordered, target, (long) filter * depth, depth);
    }

    private static void add(float[] some, float[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += some[i];
        }
    }

    @Override
    public void close() {
        weights.close();
        parts.forEach(Part::close);
    }

    /** What one thread does. */
    private final class Part {

        private final int index;
        private final int pixels = small.height() * small.width();
        private final int images =
                Math.max(1, CHUNKS / Math.min(MOST_PARTS, ThreadTeam.shared().size()) / (pixels * depth));
        private final INDArray columns = NativeArrays.zeros((long) images * pixels * depth);
        private @Nullable INDArray weightGradients;
        private final float[] someColumns = new float[small.width() * depth];
        /** The large map's rows, with what is added around them. */
        private final float[][] rows = new float[large.height() + 2 * kernel.padding[0]]
                [(large.width() + 2 * kernel.padding[1]) * large.channels()];

        private final float[] addend = new float[rows[0].length];

        Part(int index) {
            this.index = index;
        }

        /** Made when first asked for, since who only generates needs none. */
        private INDArray weightGradients() {
            if (weightGradients == null) {
                weightGradients = NativeArrays.zeros((long) depth * small.channels());
            }
            return weightGradients;
        }

        private interface Chunk {
            /**
             * Works on some images.
             *
             * @param first of them
             * @param count of them
             * @param matrix the columns for their pixels
             */
            void work(int first, int count, Matrix matrix);
        }

        private void eachChunk(INDArray map, Chunk task) {
            int n = (int) map.size(0);
            int end = n * (index + 1) / parts.size();
            for (int first = n * index / parts.size(); first < end; first += images) {
                int count = Math.min(images, end - first);
                task.work(first, count, new Matrix(columns, 0, depth, count * pixels, depth));
            }
        }

        private Matrix smallPixels(INDArray map, int first, int count) {
            return Matrix.of(map, small.channels()).columns(first * pixels, (first + count) * pixels);
        }

        private Matrix filters(INDArray array) {
            return Matrix.of(array, depth);
        }

        void toSmall(INDArray largeMap, INDArray smallMap) {
            eachChunk(largeMap, (first, count, matrix) -> {
                gather(largeMap, first, count);
                MatrixProduct.multiply(filters(weights), true, matrix, false, smallPixels(smallMap, first, count), 0);
            });
        }

        void toLarge(INDArray smallMap, INDArray largeMap) {
            eachChunk(smallMap, (first, count, matrix) -> {
                MatrixProduct.multiply(filters(weights), false, smallPixels(smallMap, first, count), false, matrix, 0);
                scatter(largeMap, first, count);
            });
        }

        void byWeights(INDArray largeMap, INDArray smallMap) {
            weightGradients().assign(0);
            eachChunk(largeMap, (first, count, matrix) -> {
                gather(largeMap, first, count);
                MatrixProduct.multiply(
                        matrix, false, smallPixels(smallMap, first, count), true, filters(weightGradients()), 1);
            });
        }

        /** Makes columns of images. */
        private void gather(INDArray map, int first, int count) {
            int row = large.width() * large.channels();
            for (int image = 0; image < count; image++) {
                for (int y = 0; y < large.height(); y++) {
                    long offset = ((long) (first + image) * large.height() + y) * row;
                    HostMemory.read(
                            map, offset, rows[y + kernel.padding[0]], kernel.padding[1] * large.channels(), row);
                }
                for (int y = 0; y < small.height(); y++) {
                    gatherRow(y);
                    write(image, y);
                }
            }
        }

        private void gatherRow(int y) {
            int seen = kernel.size[1] * large.channels();
            int step = kernel.stride[1] * large.channels();
            for (int down = 0; down < kernel.size[0]; down++) {
                float[] row = rows[y * kernel.stride[0] + down];
                for (int x = 0; x < small.width(); x++) {
                    System.arraycopy(row, x * step, someColumns, x * depth + down * seen, seen);
                }
            }
        }

        private void write(int image, int y) {
            HostMemory.write(someColumns, columns, columnsOf(image, y), someColumns.length);
        }

        private long columnsOf(int image, int y) {
            return ((long) image * small.height() + y) * someColumns.length;
        }

        /** Adds up images from columns. */
        private void scatter(INDArray map, int first, int count) {
            int row = large.width() * large.channels();
            for (int image = 0; image < count; image++) {
                for (float[] each : rows) {
                    Arrays.fill(each, 0f);
                }
                for (int y = 0; y < small.height(); y++) {
                    HostMemory.read(columns, columnsOf(image, y), someColumns, someColumns.length);
                    scatterRow(y);
                }
                for (int y = 0; y < large.height(); y++) {
                    long offset = ((long) (first + image) * large.height() + y) * row;
                    HostMemory.write(
                            rows[y + kernel.padding[0]], kernel.padding[1] * large.channels(), map, offset, row);
                }
            }
            clearPadding();
        }

        /** Adds one pixel in a stride's width at a time: those do not overlap. */
        private void scatterRow(int y) {
            int step = kernel.stride[1] * large.channels();
            int seen = kernel.size[1] * large.channels();
            for (int across = 0; across < seen; across += step) {
                int width = Math.min(step, seen - across);
                Arrays.fill(addend, 0f);
                for (int down = 0; down < kernel.size[0]; down++) {
                    for (int x = 0; x < small.width(); x++) {
                        System.arraycopy(
                                someColumns, x * depth + down * seen + across, addend, across + x * step, width);
                    }
                    add(addend, rows[y * kernel.stride[0] + down]);
                }
            }
        }

        /** What is around an image is 0 when it is gathered. */
        private void clearPadding() {
            for (float[] row : rows) {
                Arrays.fill(row, 0f);
            }
        }

        void close() {
            columns.close();
            if (weightGradients != null) {
                weightGradients.close();
            }
        }
    }
}
