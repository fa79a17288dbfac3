package io.gen4j.nn.optim;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.WorkerPool;
import io.gen4j.runtime.internal.TanhApproximation;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Binary cross-entropy on logits x with targets t in [0, 1]: max(x, 0) - x t + log(1 + exp(-|x|)), in nats. Its gradient
 * by x is sigmoid(x) - t.
 */
public final class BinaryCrossEntropy {

    /** Factors of at least 1/2 whose product a float holds without underflow, times as many lanes. */
    private static final int FACTORS = 64;

    private static final int LANES = 16;
    private static final int BLOCK = FACTORS * LANES;
    private static final int PARTS = 16;

    private BinaryCrossEntropy() {}

    /**
     * The sum of the losses over some rows.
     *
     * @param logits {@code [n, size]}, 'c' order
     * @param targets as many
     * @param gradient as many; receives the gradient of the sum
     */
    public static double sum(INDArray logits, INDArray targets, INDArray gradient) {
        return sum(logits, (start, t, count) -> HostMemory.read(targets, start, t, count), gradient);
    }

    /** As {@link #sum(INDArray, INDArray, INDArray)}, with the same target for all. */
    public static double sum(INDArray logits, double target, INDArray gradient) {
        return sum(logits, (start, t, count) -> Arrays.fill(t, 0, count, (float) target), gradient);
    }

    /**
     * The sum of the losses, without a gradient.
     *
     * @param logits any number
     * @param targets as many
     */
    public static double sum(float[] logits, float[] targets) {
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

    private static double sum(INDArray logits, Targets targets, INDArray gradient) {
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
        double linear = 0;
        for (int i = 0; i < count; i++) {
            g[i] = TanhApproximation.sigmoid(x[i]);
        }
        float[] products = new float[LANES];
        Arrays.fill(products, 1f);
        for (int i = 0; i < count; i++) {
            // sigmoid(|x|) is at least 1/2, and -log of it is log(1 + exp(-|x|)).
            products[i % LANES] *= Math.max(g[i], 1f - g[i]);
            linear += Math.max(x[i], 0f) - x[i] * t[i];
        }
        for (int i = 0; i < count; i++) {
            g[i] -= t[i];
        }
        for (float product : products) {
            linear -= Math.log(product);
        }
        return linear;
    }
}
