package io.gen4j.vae;

import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import io.gen4j.data.InvalidDataException;
import io.gen4j.nn.Activation;
import io.gen4j.nn.Adam;
import io.gen4j.nn.BinaryCrossEntropy;
import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.DenseNetwork.Layer;
import io.gen4j.nn.GraphParameters;
import io.gen4j.nn.ParameterGradients;
import io.gen4j.train.Metrics;
import io.gen4j.train.Trainer;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Minimises the binary cross-entropy of the reconstruction, summed over pixels and the batch; reports its mean. */
final class AutoencoderTrainer implements Trainer {

    private static final List<String> METRICS = List.of("loss_nats");

    private final Autoencoder model;
    private final DenseNetwork network;
    private final Adam optimizer;
    private INDArray pixelGradients = Nd4j.empty(DataType.FLOAT);
    private long steps;

    AutoencoderTrainer(Autoencoder model, GraphParameters parameters) {
        this.model = model;
        this.network = new DenseNetwork(
                parameters,
                new Layer("hidden", Activation.RELU),
                new Layer("latent", Activation.IDENTITY),
                new Layer("decoder", Activation.RELU),
                new Layer("pixels", Activation.IDENTITY));
        this.optimizer = new Adam(parameters, model.config().learningRate(), 0.9);
    }

    @Override
    public Autoencoder model() {
        return model;
    }

    @Override
    public List<String> metricNames() {
        return METRICS;
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public Metrics step(Batch batch) {
        steps++;
        Metrics metrics = forward(batch);
        network.backward(pixelGradients, ParameterGradients.WRITE);
        optimizer.step();
        return metrics;
    }

    @Override
    public boolean canEvaluate() {
        return true;
    }

    /** The loss draws no noise, so the index does not matter. */
    @Override
    public Metrics evaluate(Batch batch, long index) {
        return forward(batch);
    }

    private Metrics forward(Batch batch) {
        INDArray logits = network.forward(batch.images());
        if (!pixelGradients.equalShapes(logits)) {
            pixelGradients.close();
            pixelGradients = Nd4j.create(DataType.FLOAT, logits.shape());
        }
        return new Metrics(METRICS, BinaryCrossEntropy.sum(logits, batch.images(), pixelGradients) / batch.size());
    }

    @Override
    public void save(State state) {
        state.putInteger("steps", steps);
        optimizer.save(state.in("optimizer"));
    }

    @Override
    public void restore(State state) throws InvalidDataException {
        optimizer.restore(state.in("optimizer"));
        steps = state.integer("steps");
    }

    @Override
    public Map<String, Double> learningRates() {
        return Map.of("learning_rate", optimizer.learningRate());
    }

    @Override
    public void scaleLearningRate(double factor) {
        optimizer.scaleLearningRate(factor);
    }

    @Override
    public void close() {
        network.close();
        pixelGradients.close();
    }
}
