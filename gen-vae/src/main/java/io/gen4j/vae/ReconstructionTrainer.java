package io.gen4j.vae;

import io.gen4j.CheckedTrainer;
import io.gen4j.checkpoint.State;
import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.optim.Adam;
import io.gen4j.nn.optim.GradientExchange;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The base class of the trainers of autoencoders. It has one optimizer, and a loss that can be evaluated on test
 * images.
 */
abstract class ReconstructionTrainer extends CheckedTrainer {

    private final Adam optimizer;
    private INDArray pixelGradients = Nd4j.empty(DataType.FLOAT);
    private long steps;

    ReconstructionTrainer(Adam optimizer) {
        this.optimizer = optimizer;
    }

    @Override
    public final long steps() {
        return steps;
    }

    /** Counts an update. */
    final void count() {
        steps++;
    }

    final Adam optimizer() {
        return optimizer;
    }

    /** The buffer for the gradients with respect to the decoder's outputs. The next call overwrites it. */
    final INDArray pixelGradients() {
        return pixelGradients;
    }

    /** The buffer of {@link #pixelGradients()}, with the shape of these outputs. */
    final INDArray pixelGradients(INDArray outputs) {
        if (!pixelGradients.equalShapes(outputs)) {
            pixelGradients.close();
            pixelGradients = NativeArrays.zeros(outputs.shape());
        }
        return pixelGradients;
    }

    @Override
    public final boolean canEvaluate() {
        return true;
    }

    @Override
    public final void save(State state) {
        state.putInteger("steps", steps);
        optimizer.save(state.in("optimizer"));
    }

    @Override
    public final void restore(State state) throws InvalidDataException {
        optimizer.restore(state.in("optimizer"));
        steps = state.integer("steps");
    }

    @Override
    public final Map<String, Double> learningRates() {
        return Map.of("learning_rate", optimizer.learningRate());
    }

    /** Sums the gradients of all replicas: the loss and its gradient are sums over the images of a batch. */
    @Override
    public final void exchangeGradients(GradientExchange exchange) {
        optimizer.exchange(exchange, false);
    }

    @Override
    public final void scaleLearningRate(double factor) {
        optimizer.scaleLearningRate(factor);
    }

    @Override
    protected void release() {
        pixelGradients.close();
    }
}
