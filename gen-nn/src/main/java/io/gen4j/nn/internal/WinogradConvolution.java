package io.gen4j.nn.internal;

import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.internal.MatrixConvolution.Kernel;
import io.gen4j.runtime.CpuFeatures;
import io.gen4j.runtime.MatrixEngine;
import io.gen4j.runtime.WorkerPool;
import io.gen4j.runtime.internal.HostFloats;
import io.gen4j.runtime.internal.MatrixProduct;
import io.gen4j.runtime.internal.MatrixProduct.Matrix;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution with kernels of 4 x 4 pixels, strides of 2 and a padding of 1, by minimal filtering (Winograd 1980; Lavin
 * and Gray 2016, "Fast Algorithms for Convolutional Neural Networks"). Even and odd rows and columns of the large map are
 * four maps, on which kernels of 2 x 2 pixels move by single pixels. F(2 x 2, 2 x 2) then computes a tile of 2 x 2 outputs
 * with 9 products instead of 16. The transforms only add and subtract, so the results are as exact as direct sums.
 *
 * <p>In one dimension, for inputs d and weights g:
 * <pre>
 * y0 = d0 g0 + d1 g1 = m0 + m1      m0 = (d0 - d1) g0
 * y1 = d1 g0 + d2 g1 = m1 - m2      m1 = d1 (g0 + g1)
 *                                   m2 = (d1 - d2) g1
 * </pre>
 *
 * <p>The sum over the channels makes each of the 9 products a matrix product for all tiles. The large map from the small
 * one, and the gradient by the weights, are the adjoints of these steps.
 */
final class WinogradConvolution implements ConvolutionKernels {

    private static final int KERNEL = 4;
    private static final int STRIDE = 2;
    private static final int PADDING = 1;

    /** The sides of a tile of the small map. */
    private static final int TILE = 2;

    /** The parts of each matrix product, for several threads. */
    private static final int PARTS = 4;

    /** The shares of the images and filters for each thread, so that a slow one takes fewer. */
    private static final int SHARES = 2;

    /** The largest number of values in the planes of a large map, with room for at least one image. */
    private static final int CHUNK = 5 << 19;

    /** With fewer tiles, the transformed weights take longer to read than the products save. */
    private static final int LEAST_TILES = 128;

    /** With fewer channels, the transforms take longer than the products save. */
    private static final int LEAST_CHANNELS = directIsFast() ? 128 : 64;

    private final FeatureMap large;
    private final FeatureMap small;
    private final int tilesPerImage;
    private final int chunk;
    private final INDArray lastWeights;
    private final WinogradPlanes weights;
    private final WinogradPlanes largeTiles;
    private final WinogradPlanes smallTiles;
    private final List<WinogradLargeMap> largeMaps;
    private final List<WinogradSmallMap> smallMaps;
    private final List<WinogradFilter> filters;
    private @Nullable WinogradPlanes gradients;
    private boolean hasWeights;

    WinogradConvolution(FeatureMap large, FeatureMap small) {
        this.large = large;
        this.small = small;
        int depth = WinogradFilter.PHASES * large.channels();
        tilesPerImage = tiles(small);
        chunk = (int) Math.max(1, CHUNK / ((long) WinogradPlanes.COUNT * tilesPerImage * depth));
        lastWeights = NativeArrays.uninitialized((long) KERNEL * KERNEL * large.channels() * small.channels());
        weights = new WinogradPlanes(depth, small.channels());
        largeTiles = new WinogradPlanes(depth, chunk * tilesPerImage);
        smallTiles = new WinogradPlanes(small.channels(), chunk * tilesPerImage);
        int shares = SHARES * WorkerPool.shared().size();
        largeMaps = IntStream.range(0, shares)
                .mapToObj(i -> new WinogradLargeMap(large, largeTiles))
                .toList();
        smallMaps = IntStream.range(0, shares)
                .mapToObj(i -> new WinogradSmallMap(small, smallTiles))
                .toList();
        filters = IntStream.range(0, shares)
                .mapToObj(i -> new WinogradFilter(large.channels(), weights))
                .toList();
    }

    private static int tiles(FeatureMap small) {
        return small.height() / TILE * (small.width() / TILE);
    }

    /** Whether direct sums run at nearly the rate of large matrix products: by oneDNN's code for AVX-512. */
    private static boolean directIsFast() {
        return MatrixEngine.installed().isPresent()
                && CpuFeatures.detect().flags().contains("avx512f");
    }

    /** Whether this class computes such a convolution, and faster than direct sums. */
    static boolean suits(FeatureMap large, FeatureMap small, Kernel kernel, long images) {
        return computes(large, small, kernel)
                && large.channels() >= LEAST_CHANNELS
                && small.channels() >= LEAST_CHANNELS
                && images * tiles(small) >= LEAST_TILES;
    }

    /** Whether this class computes such a convolution. */
    static boolean computes(FeatureMap large, FeatureMap small, Kernel kernel) {
        return both(kernel.size(), KERNEL)
                && both(kernel.stride(), STRIDE)
                && both(kernel.padding(), PADDING)
                && large.height() == STRIDE * small.height()
                && large.width() == STRIDE * small.width()
                && small.height() % TILE == 0
                && small.width() % TILE == 0;
    }

    private static boolean both(int[] lengths, int length) {
        return Arrays.equals(lengths, new int[] {length, length});
    }

    @Override
    public void take(INDArray newWeights) {
        boolean isFirst = !hasWeights;
        eachShare(
                small.channels(),
                (share, filter) -> filters.get(share).toPlanes(newWeights, filter, lastWeights, isFirst, weights));
        hasWeights = true;
    }

    @Override
    public void toSmall(INDArray largeMap, INDArray smallMap) {
        HostFloats from = HostFloats.of(largeMap);
        HostFloats to = HostFloats.of(smallMap);
        eachChunk(largeMap, (first, count) -> {
            int tiles = count * tilesPerImage;
            readLarge(from, first, count);
            eachProduct(
                    small.channels(),
                    (plane, begin, end) -> MatrixProduct.multiply(
                            plane(weights, plane).columns(begin, end),
                            true,
                            largeTiles.matrix(plane, tiles),
                            false,
                            smallTiles.matrix(plane, tiles).rows(begin, end),
                            0));
            eachShare(
                    count, (share, i) -> smallMaps.get(share).fromPlanes(smallTiles, i * tilesPerImage, to, first + i));
        });
    }

    @Override
    public void toLarge(INDArray smallMap, INDArray largeMap) {
        HostFloats from = HostFloats.of(smallMap);
        HostFloats to = HostFloats.of(largeMap);
        eachChunk(smallMap, (first, count) -> {
            int tiles = count * tilesPerImage;
            readSmall(from, first, count);
            eachProduct(
                    WinogradFilter.PHASES * large.channels(),
                    (plane, begin, end) -> MatrixProduct.multiply(
                            plane(weights, plane).rows(begin, end),
                            false,
                            smallTiles.matrix(plane, tiles),
                            false,
                            largeTiles.matrix(plane, tiles).rows(begin, end),
                            0));
            eachShare(
                    count, (share, i) -> largeMaps.get(share).fromPlanes(largeTiles, i * tilesPerImage, to, first + i));
        });
    }

    @Override
    public void byWeights(
            INDArray largeMap, INDArray smallMap, INDArray target, ParameterGradients parameterGradients) {
        HostFloats fromLarge = HostFloats.of(largeMap);
        HostFloats fromSmall = HostFloats.of(smallMap);
        WinogradPlanes sums = gradients();
        eachChunk(largeMap, (first, count) -> {
            int tiles = count * tilesPerImage;
            readLarge(fromLarge, first, count);
            readSmall(fromSmall, first, count);
            eachProduct(
                    small.channels(),
                    (plane, begin, end) -> MatrixProduct.multiply(
                            largeTiles.matrix(plane, tiles),
                            false,
                            smallTiles.matrix(plane, tiles).rows(begin, end),
                            true,
                            plane(sums, plane).columns(begin, end),
                            first == 0 ? 0 : 1));
        });
        eachShare(
                small.channels(),
                (share, filter) -> filters.get(share).fromPlanes(sums, filter, target, parameterGradients));
    }

    /** Allocates the gradients on first use, because generating needs none. */
    private WinogradPlanes gradients() {
        if (gradients == null) {
            gradients = new WinogradPlanes(WinogradFilter.PHASES * large.channels(), small.channels());
        }
        return gradients;
    }

    private Matrix plane(WinogradPlanes planes, int plane) {
        return planes.matrix(plane, small.channels());
    }

    private void readLarge(HostFloats maps, int first, int count) {
        eachShare(count, (share, i) -> largeMaps.get(share).toPlanes(maps, first + i, largeTiles, i * tilesPerImage));
    }

    private void readSmall(HostFloats maps, int first, int count) {
        eachShare(count, (share, i) -> smallMaps.get(share).toPlanes(maps, first + i, smallTiles, i * tilesPerImage));
    }

    private interface Chunk {
        /**
         * Processes some images.
         *
         * @param first the first image
         * @param count the number of images
         */
        void work(int first, int count);
    }

    private void eachChunk(INDArray maps, Chunk task) {
        int images = (int) maps.size(0);
        for (int first = 0; first < images; first += chunk) {
            task.work(first, Math.min(chunk, images - first));
        }
    }

    private interface Item {
        /** Processes an image, or a filter, with the buffers of a share. */
        void work(int share, int item);
    }

    private void eachShare(int count, Item task) {
        int shares = largeMaps.size();
        WorkerPool.shared().run(shares, share -> {
            int end = (int) ((long) count * (share + 1) / shares);
            for (int i = (int) ((long) count * share / shares); i < end; i++) {
                task.work(share, i);
            }
        });
    }

    private interface Product {
        /** Computes the channels {@code begin} to {@code end - 1} of a plane's product. */
        void compute(int plane, int begin, int end);
    }

    private void eachProduct(int channels, Product product) {
        WorkerPool.shared().run(PARTS * WinogradPlanes.COUNT, i -> {
            int part = i % PARTS;
            product.compute(i / PARTS, channels * part / PARTS, channels * (part + 1) / PARTS);
        });
    }

    @Override
    public void close() {
        lastWeights.close();
        weights.close();
        largeTiles.close();
        smallTiles.close();
        if (gradients != null) {
            gradients.close();
        }
    }
}
