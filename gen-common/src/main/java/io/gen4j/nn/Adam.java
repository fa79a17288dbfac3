package io.gen4j.nn;

import io.gen4j.runtime.HostMemory;

/**
 * Adam (Kingma and Ba 2015) as PyTorch computes it, epsilon outside of the bias correction: p -= lr / (1 - b1^t) * m /
 * (sqrt(v / (1 - b2^t)) + eps). One pass over the parameters, in blocks that stay in the first-level cache.
 */
public final class Adam {

    private static final int BLOCK = 2048;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final GraphParameters parameters;
    private final double learningRate;
    private final float beta1;
    private final float[] means;
    private final float[] squares;
    private final float[] values = new float[BLOCK];
    private final float[] gradients = new float[BLOCK];
    private long steps;

    /**
     * @param learningRate above 0
     * @param beta1 decay of the mean of the gradients, in [0, 1); usually 0.9, and 0.5 for DCGAN
     */
    public Adam(GraphParameters parameters, double learningRate, double beta1) {
        this.parameters = parameters;
        this.learningRate = learningRate;
        this.beta1 = (float) beta1;
        this.means = new float[(int) parameters.values().length()];
        this.squares = new float[means.length];
    }

    /** Moves the parameters by their gradients. */
    public void step() {
        steps++;
        float rate = (float) (learningRate / (1 - Math.pow(beta1, steps)));
        float correction = (float) (1 / Math.sqrt(1 - Math.pow(BETA2, steps)));
        for (int start = 0; start < means.length; start += BLOCK) {
            int length = Math.min(BLOCK, means.length - start);
            HostMemory.read(parameters.values(), start, values, length);
            HostMemory.read(parameters.gradients(), start, gradients, length);
            moveBlock(start, length, rate, correction);
            HostMemory.write(values, parameters.values(), start, length);
        }
    }

    private void moveBlock(int start, int length, float rate, float correction) {
        for (int i = 0; i < length; i++) {
            float gradient = gradients[i];
            float mean = beta1 * means[start + i] + (1 - beta1) * gradient;
            float square = BETA2 * squares[start + i] + (1 - BETA2) * gradient * gradient;
            means[start + i] = mean;
            squares[start + i] = square;
            values[i] -= rate * mean / ((float) Math.sqrt(square) * correction + EPSILON);
        }
    }
}
