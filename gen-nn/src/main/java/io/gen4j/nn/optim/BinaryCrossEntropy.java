package io.gen4j.nn.optim;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.WorkerPool;
import io.gen4j.runtime.internal.Arguments;
import java.util.Arrays;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Binary cross-entropy of logits x and targets t in [0, 1], in nats: max(x, 0) - x t + log(1 + exp(-|x|)). Use it for a
 * discriminator, or for pixels with a Bernoulli distribution.
 *
 * <p>Its gradient with respect to x is sigmoid(x) - t. For positive logits it is computed as (1 - t) - sigmoid(-x), so
 * it is precise for every logit. Its largest relative error is 1.1e-5.
 */
public final class BinaryCrossEntropy {

    /**
     * The number of factors of at least 1/2 whose product does not underflow in a float. A block has as many per lane.
     */
    private static final int FACTORS = 64;

    private static final int LANES = 16;
    private static final int BLOCK = FACTORS * LANES;
    private static final int PARTS = 16;

    /** The largest |x|: beyond it, exp(-|x|) nears the smallest normal float. */
    private static final float LIMIT = 87f;

    /** A factor that maps every positive normal float to 1 or more. */
    private static final float STEEP = 3e38f;

    // The minimax polynomial of exp(z) for z from 0 to 87/64. Its error is at most 9e-9.
    private static final float P0 = 0.9999999912745611f;
    private static final float P1 = 1.000000942125273f;
    private static final float P2 = 0.49998384349423475f;
    private static final float P3 = 0.166769514603908f;
    private static final float P4 = 0.04135241286539074f;
    private static final float P5 = 0.00884259113601677f;
    private static final float P6 = 0.0009460135407873613f;
    private static final float P7 = 0.00038652539598564545f;

    private BinaryCrossEntropy() {}

    /**
     * Computes the sum of the losses over all rows.
     *
     * @param logits {@code [n, size]}, 'c' order
     * @param targets of the same length and order
     * @param gradient of the same length and order; receives the gradient of the sum
     * @throws IllegalArgumentException if the lengths differ, or an array is not float and row by row
     */
    public static double sum(INDArray logits, INDArray targets, INDArray gradient) {
        requireRows("logits", logits);
        requireRows("targets", targets);
        requireLength("targets", targets.length(), logits.length());
        return sum(logits, (start, t, count) -> HostMemory.read(targets, start, t, count), gradient);
    }

    /**
     * Computes the sum of the losses with the same target for all logits.
     *
     * @param target from 0 to 1
     * @throws IllegalArgumentException as the other method, or if the target lies outside its range
     */
    public static double sum(INDArray logits, double target, INDArray gradient) {
        Arguments.requireWithin("target", target, 0, 1);
        requireRows("logits", logits);
        return sum(logits, (start, t, count) -> Arrays.fill(t, 0, count, (float) target), gradient);
    }

    /**
     * Computes the sum of the losses of each row, where m consecutive rows of logits share a row of targets.
     *
     * @param logits {@code [n m, size]}, 'c' order
     * @param targets {@code [n, size]}, 'c' order
     * @param gradient of the shape of the logits; receives the gradient of the sum over all rows
     * @return one sum per row of logits
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static double[] rows(INDArray logits, INDArray targets, INDArray gradient) {
        requireMatrix("logits", logits);
        requireMatrix("targets", targets);
        requireRows("gradient", gradient);
        requireLength("gradient", gradient.length(), logits.length());
        int width = (int) logits.size(1);
        int rows = (int) logits.size(0);
        int shared = rows / (int) targets.size(0);
        requireLength("targets", targets.length() * shared, logits.length());
        double[] sums = new double[rows];
        int parts = Math.min(PARTS, rows);
        WorkerPool.shared().run(parts, part -> {
            float[] x = new float[BLOCK];
            float[] t = new float[BLOCK];
            float[] g = new float[BLOCK];
            for (int row = part * rows / parts; row < (part + 1) * rows / parts; row++) {
                for (int start = 0; start < width; start += BLOCK) {
                    int count = Math.min(BLOCK, width - start);
                    long at = (long) row * width + start;
                    HostMemory.read(logits, at, x, count);
                    HostMemory.read(targets, (long) (row / shared) * width + start, t, count);
                    sums[row] += sumBlock(x, t, g, count);
                    HostMemory.write(g, gradient, at, count);
                }
            }
        });
        return sums;
    }

    private static void requireMatrix(String name, INDArray array) {
        requireRows(name, array);
        if (array.rank() != 2 || array.size(0) < 1) {
            throw new IllegalArgumentException(
                    name + " has the shape " + Arrays.toString(array.shape()) + ": must be [n, size]");
        }
    }

    /**
     * Computes the sum of the losses without a gradient.
     *
     * @param logits any number
     * @param targets of the same length
     * @throws IllegalArgumentException if the lengths differ
     */
    public static double sum(float[] logits, float[] targets) {
        requireLength("targets", targets.length, logits.length);
        int length = FACTORS * LANES;
        float[] g = new float[Math.min(length, logits.length)];
        double sum = 0;
        for (int start = 0; start < logits.length; start += length) {
            int end = Math.min(start + length, logits.length);
            float[] x = start == 0 && end == logits.length ? logits : Arrays.copyOfRange(logits, start, end);
            float[] t = start == 0 && end == logits.length ? targets : Arrays.copyOfRange(targets, start, end);
            sum += sumBlock(x, t, g, end - start);
        }
        return sum;
    }

    private interface Targets {
        void read(long start, float[] t, int count);
    }

    /** The numbers of several arrays are paired by their position in memory, so all are read in one order. */
    private static void requireRows(String name, INDArray array) {
        Objects.requireNonNull(array, name);
        if (array.wasClosed() || array.dataType() != DataType.FLOAT || !HostMemory.isRowMajor(array)) {
            throw new IllegalArgumentException(name
                    + (array.wasClosed()
                            ? " is closed"
                            : " has the type " + array.dataType() + " and the strides "
                                    + Arrays.toString(array.stride()))
                    + ": must be floats, row by row; make them with dup('c')");
        }
    }

    private static void requireLength(String name, long length, long expected) {
        if (length != expected) {
            throw new IllegalArgumentException(
                    name + " has " + length + " numbers: must have " + expected + ", as many as logits");
        }
    }

    private static double sum(INDArray logits, Targets targets, INDArray gradient) {
        requireRows("gradient", gradient);
        requireLength("gradient", gradient.length(), logits.length());
        int blocks = (int) ((logits.length() + BLOCK - 1) / BLOCK);
        double[] sums = new double[blocks];
        WorkerPool.shared().run(Math.min(PARTS, blocks), part -> {
            float[] x = new float[BLOCK];
            float[] t = new float[BLOCK];
            float[] g = new float[BLOCK];
            for (int block = part; block < blocks; block += PARTS) {
                long start = (long) block * BLOCK;
                int count = (int) Math.min(BLOCK, logits.length() - start);
                HostMemory.read(logits, start, x, count);
                targets.read(start, t, count);
                sums[block] = sumBlock(x, t, g, count);
                HostMemory.write(g, gradient, start, count);
            }
        });
        return Arrays.stream(sums).sum();
    }

    static double sumBlock(float[] x, float[] t, float[] g, int count) {
        sigmoidOfMinusAbsolute(x, g, count);
        double linear = 0;
        float[] products = new float[LANES];
        Arrays.fill(products, 1f);
        for (int i = 0; i < count; i++) {
            // sigmoid(|x|) is at least 1/2, and -log of it is log(1 + exp(-|x|)).
            products[i % LANES] *= 1f - g[i];
            linear += Math.max(x[i], 0f) - x[i] * t[i];
        }
        for (int i = 0; i < count; i++) {
            // 1 for positive logits and 0 for negative ones. Values in between occur where sigmoid(-|x|) is 1/2, and
            // the sum is right there too.
            float positive = Math.max(0f, Math.min(1f, x[i] * STEEP));
            g[i] = (positive - t[i]) + (1f - 2f * positive) * g[i];
        }
        for (float product : products) {
            linear -= Math.log(product);
        }
        return linear;
    }

    /**
     * Computes 1 / (1 + exp(|x|)). The relative error is at most 1.1e-5 for |x| up to {@link #LIMIT}; beyond, the
     * result is constant. Subtracting a sigmoid from 1 would lose all digits for large logits.
     *
     * <p>exp(|x|) is a polynomial of |x| / 64, squared six times. There is no branch and no call, so the JIT vectorises
     * the loop.
     */
    private static void sigmoidOfMinusAbsolute(float[] x, float[] s, int count) {
        for (int i = 0; i < count; i++) {
            float z = Math.min(Math.abs(x[i]), LIMIT) * (1f / 64);
            float p = P7;
            p = p * z + P6;
            p = p * z + P5;
            p = p * z + P4;
            p = p * z + P3;
            p = p * z + P2;
            p = p * z + P1;
            p = p * z + P0;
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            s[i] = 1f / (1f + p);
        }
    }
}
