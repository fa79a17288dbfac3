package io.gen4j.nn.optim;

import io.gen4j.checkpoint.State;
import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.internal.ChannelBlocks;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.Arguments;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The Adam optimizer (Kingma and Ba 2015), with PyTorch's formula: epsilon is outside the bias correction. Use it to
 * update the parameters after a backward pass:
 *
 * <p>p -= lr / (1 - b1^t) * m / (sqrt(v / (1 - b2^t)) + eps).
 *
 * <p>An update is one pass over the parameters on all processors. Blocks fit into the first-level cache.
 */
public final class Adam {

    private static final ChannelBlocks BLOCKS = new ChannelBlocks(1);
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final GraphParameters parameters;
    private double learningRate;
    private final float beta1;
    private final int count;
    /**
     * One array per block: the JVM vectorises loops that start at index 0 of every array, but not loops with an offset.
     */
    private final float[][] means;

    private final float[][] squares;
    private @Nullable GradientExchange exchange;
    private float gradientFactor = 1;
    private long steps;

    /**
     * Makes an optimizer before its first update.
     *
     * @param parameters the parameters to update
     * @param learningRate above 0
     * @param beta1 the decay of the gradients' mean, in [0, 1): usually 0.9, or 0.5 for DCGAN
     * @throws IllegalArgumentException if a number lies outside its range
     */
    public Adam(GraphParameters parameters, double learningRate, double beta1) {
        Objects.requireNonNull(parameters, "parameters");
        Arguments.requirePositive("learning rate", learningRate);
        Arguments.requireBelowOne("beta1", beta1);
        this.parameters = parameters;
        this.learningRate = learningRate;
        this.beta1 = (float) beta1;
        this.count = (int) parameters.values().length();
        int blocks = (count + BLOCKS.width() - 1) / BLOCKS.width();
        this.means = new float[blocks][BLOCKS.width()];
        this.squares = new float[blocks][BLOCKS.width()];
    }

    /**
     * From now on, combines the gradients of all replicas before each update.
     *
     * @param newExchange the exchange between the replicas
     * @param average true for the mean over the shards, for a loss that is a mean over the batch; false for the sum,
     *     for a loss that is a sum
     */
    public void exchange(GradientExchange newExchange, boolean average) {
        Objects.requireNonNull(newExchange, "newExchange");
        exchange = newExchange;
        gradientFactor = average ? 1f / newExchange.shards() : 1;
    }

    /** Updates the parameters by their gradients. */
    public void step() {
        step(1);
    }

    /**
     * Updates the parameters by their gradients.
     *
     * @param factor the factor of the learning rate in this update, 0 or more
     * @throws IllegalArgumentException if the factor is negative, infinite or NaN
     */
    public void step(double factor) {
        Arguments.requireWithin("factor", factor, 0, Double.MAX_VALUE);
        if (exchange != null) {
            exchange.sum(parameters.gradients());
        }
        steps++;
        float rate = (float) (factor * learningRate / (1 - Math.pow(beta1, steps)));
        float correction = (float) (1 / Math.sqrt(1 - Math.pow(BETA2, steps)));
        BLOCKS.run(count, () -> new Update(rate, correction));
    }

    /** The current learning rate. */
    public double learningRate() {
        return learningRate;
    }

    /**
     * Multiplies the learning rate from now on.
     *
     * @param factor above 0
     * @throws IllegalArgumentException if the factor is not above 0 or not finite
     */
    public void scaleLearningRate(double factor) {
        Arguments.requirePositive("factor", factor);
        learningRate *= factor;
    }

    /** Writes the complete state of the optimizer. The parameters are not included. */
    public void save(State state) {
        state.putInteger("steps", steps);
        state.putNumber("learning rate", learningRate);
        state.put("means", flat(means));
        state.put("squares", flat(squares));
    }

    /** Restores the state that {@link #save} wrote. */
    public void restore(State state) throws InvalidDataException {
        float[] flat = new float[count];
        state.read("means", flat);
        fill(means, flat);
        state.read("squares", flat);
        fill(squares, flat);
        learningRate = state.number("learning rate");
        steps = state.integer("steps");
    }

    private float[] flat(float[][] blocks) {
        float[] flat = new float[count];
        for (int i = 0; i < blocks.length; i++) {
            System.arraycopy(blocks[i], 0, flat, i * BLOCKS.width(), length(i));
        }
        return flat;
    }

    private void fill(float[][] blocks, float[] flat) {
        for (int i = 0; i < blocks.length; i++) {
            System.arraycopy(flat, i * BLOCKS.width(), blocks[i], 0, length(i));
        }
    }

    private int length(int block) {
        return Math.min(BLOCKS.width(), count - block * BLOCKS.width());
    }

    private final class Update implements ChannelBlocks.Worker {

        private final float rate;
        private final float correction;
        private final float[] values = new float[BLOCKS.width()];
        private final float[] gradients = new float[BLOCKS.width()];

        Update(float rate, float correction) {
            this.rate = rate;
            this.correction = correction;
        }

        @Override
        public void work(long offset, int length) {
            HostMemory.read(parameters.values(), offset, values, length);
            HostMemory.read(parameters.gradients(), offset, gradients, length);
            int block = (int) (offset / BLOCKS.width());
            move(means[block], squares[block], length);
            HostMemory.write(values, parameters.values(), offset, length);
        }

        private void move(float[] mean, float[] square, int length) {
            float factor = gradientFactor;
            for (int i = 0; i < length; i++) {
                float gradient = factor * gradients[i];
                float newMean = beta1 * mean[i] + (1 - beta1) * gradient;
                float newSquare = BETA2 * square[i] + (1 - BETA2) * gradient * gradient;
                mean[i] = newMean;
                square[i] = newSquare;
                values[i] -= rate * newMean / ((float) Math.sqrt(newSquare) * correction + EPSILON);
            }
        }
    }
}
