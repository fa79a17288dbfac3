package io.gen4j.nn.optim;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.WorkerPool;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Binary cross-entropy on logits x with targets t in [0, 1]: max(x, 0) - x t + log(1 + exp(-|x|)), in nats. Its gradient
 * by x is sigmoid(x) - t, computed as (1 - t) - sigmoid(-x) for positive logits, so that it keeps its digits for every
 * logit: its largest relative error is 1.1e-5.
 */
public final class BinaryCrossEntropy {

    /** Factors of at least 1/2 whose product a float holds without underflow, times as many lanes. */
    private static final int FACTORS = 64;

    private static final int LANES = 16;
    private static final int BLOCK = FACTORS * LANES;
    private static final int PARTS = 16;

    /** Where exp(-|x|) nears the smallest normal float. */
    private static final float LIMIT = 87f;

    /** Takes every normal float above 0 to 1 or more. */
    private static final float STEEP = 3e38f;

    // The minimax polynomial of exp(z) for z from 0 to 87/64, within 9e-9 of its value.
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
     * The sum of the losses over some rows.
     *
     * @param logits {@code [n, size]}, 'c' order
     * @param targets as many
     * @param gradient as many; receives the gradient of the sum
     * @throws IllegalArgumentException if the three differ in length
     */
    public static double sum(INDArray logits, INDArray targets, INDArray gradient) {
        requireLength("targets", targets.length(), logits.length());
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
     * @throws IllegalArgumentException if the two differ in length
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

    private static void requireLength(String name, long length, long expected) {
        if (length != expected) {
            throw new IllegalArgumentException(
                    name + " has " + length + " numbers: must have " + expected + ", as many as logits");
        }
    }

    private static double sum(INDArray logits, Targets targets, INDArray gradient) {
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
            // 1 for positive logits and 0 for negative ones; between them, where sigmoid(-|x|) is 1/2, the sum is right
            // too.
            float positive = Math.max(0f, Math.min(1f, x[i] * STEEP));
            g[i] = (positive - t[i]) + (1f - 2f * positive) * g[i];
        }
        for (float product : products) {
            linear -= Math.log(product);
        }
        return linear;
    }

    /**
     * 1 / (1 + exp(|x|)), within 1.1e-5 of its value for |x| up to {@link #LIMIT} and constant beyond. A sigmoid taken from
     * 1 has no digits left for large logits. exp(|x|) is a polynomial of |x| / 64, squared six times: no branch and no
     * call, so the JIT turns the loop into vector instructions.
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
