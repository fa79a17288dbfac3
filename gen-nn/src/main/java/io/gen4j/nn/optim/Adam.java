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
 * Adam (Kingma and Ba 2015) as PyTorch computes it, epsilon outside of the bias correction: p -= lr / (1 - b1^t) * m /
 * (sqrt(v / (1 - b2^t)) + eps). An update is one pass over the parameters on all processors, in blocks that stay in the
 * first-level cache.
 */
public final class Adam {

    private static final ChannelBlocks BLOCKS = new ChannelBlocks(1);
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final GraphParameters parameters;
    private double learningRate;
    private final float beta1;
    private final int count;
    /** By block: a loop over arrays that all start at 0 is turned into vector instructions, one with an offset is not. */
    private final float[][] means;

    private final float[][] squares;
    private @Nullable GradientExchange exchange;
    private float gradientFactor = 1;
    private long steps;

    /**
     * An optimizer that has made no update.
     *
     * @param parameters are moved by their gradients
     * @param learningRate above 0
     * @param beta1 decay of the mean of the gradients, in [0, 1); usually 0.9, and 0.5 for DCGAN
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
     * Sums the gradients over all replicas before each update from now on.
     *
     * @param newExchange shared by the replicas
     * @param average whether the update takes the mean over the shards, for losses that are means over a batch, or the
     *     sum, for losses that are sums
     */
    public void exchange(GradientExchange newExchange, boolean average) {
        exchange = newExchange;
        gradientFactor = average ? 1f / newExchange.shards() : 1;
    }

    /** Moves the parameters by their gradients. */
    public void step() {
        step(1);
    }

    /**
     * Moves the parameters by their gradients.
     *
     * @param factor what the learning rate is multiplied by in this update, 0 or more
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

    /** Writes everything that further steps depend on, except the parameters. */
    public void save(State state) {
        state.putInteger("steps", steps);
        state.putNumber("learning rate", learningRate);
        state.put("means", flat(means));
        state.put("squares", flat(squares));
    }

    /** Continues where {@link #save} was called. */
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
