package io.gen4j.nn.device.internal;

import io.gen4j.checkpoint.State;
import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.runtime.internal.Arguments;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link io.gen4j.nn.optim.Adam} by ND4J's updater operation, with moments that stay on the device. The formula is
 * PyTorch's, and the saved state is that of the host's optimizer.
 */
public final class DeviceAdam {

    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    /** The operation corrects a bias itself. At this iteration, its correction is 1, and ours is in the learning rate. */
    private static final long UNBIASED = 1_000_000_000;

    private final INDArray means;
    private final INDArray squares;
    private final INDArray gradients;
    private final INDArray change;
    private final Program program = new Program();
    private final double beta1;
    private Operation update = () -> {
        throw new IllegalStateException("the update was not counted");
    };
    private double learningRate;
    private long steps;

    /** See {@link io.gen4j.nn.optim.Adam}. */
    public DeviceAdam(GraphParameters parameters, double learningRate, double beta1, DeviceArrays arrays) {
        Arguments.requirePositive("learning rate", learningRate);
        Arguments.requireBelowOne("beta1", beta1);
        this.learningRate = learningRate;
        this.beta1 = beta1;
        long count = parameters.values().length();
        means = arrays.zeros(count);
        squares = arrays.zeros(count);
        change = arrays.zeros(count);
        gradients = parameters.gradients();
        INDArray values = DeviceArrays.as(parameters.values(), count);
        program.add(() -> update.run());
        program.minus(values, change, values);
    }

    /** The update of the parameters by their gradients. Call {@link #advance} before each run. */
    public Program program() {
        return program;
    }

    /**
     * Counts the next update.
     *
     * @param factor of the learning rate, 0 or more
     */
    public void advance(double factor) {
        steps++;
        double correction = Math.sqrt(1 - Math.pow(BETA2, steps));
        // The operation takes epsilon itself as the rate if the rate is 0.
        double rate = Math.max(Float.MIN_NORMAL, factor * learningRate * correction / (1 - Math.pow(beta1, steps)));
        update = Operation.of(
                "adam_updater",
                new INDArray[] {gradients, squares, means},
                new INDArray[] {change, squares, means},
                new long[] {UNBIASED},
                rate,
                beta1,
                BETA2,
                EPSILON * correction);
    }

    /** The current learning rate. */
    public double learningRate() {
        return learningRate;
    }

    /** Multiplies the learning rate from now on. */
    public void scaleLearningRate(double factor) {
        Arguments.requirePositive("factor", factor);
        learningRate *= factor;
    }

    /** Writes the state, as the host's optimizer does. */
    public void save(State state) {
        state.putInteger("steps", steps);
        state.putNumber("learning rate", learningRate);
        state.put("means", Transfer.download(means));
        state.put("squares", Transfer.download(squares));
    }

    /** Restores the state that {@link #save} or the host's optimizer wrote. */
    public void restore(State state) throws InvalidDataException {
        float[] values = new float[(int) means.length()];
        state.read("means", values);
        Transfer.upload(values, means);
        state.read("squares", values);
        Transfer.upload(values, squares);
        learningRate = state.number("learning rate");
        steps = state.integer("steps");
    }
}
