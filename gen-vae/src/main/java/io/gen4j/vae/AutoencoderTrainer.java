package io.gen4j.vae;

import io.gen4j.Metrics;
import io.gen4j.data.Batch;
import io.gen4j.nn.Network;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.optim.Adam;
import io.gen4j.nn.optim.BinaryCrossEntropy;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains an {@link Autoencoder}. It minimises the binary cross-entropy of the reconstruction, summed over pixels and
 * the batch. It reports the mean per image.
 */
final class AutoencoderTrainer extends ReconstructionTrainer {

    private static final List<String> METRICS = List.of("loss_nats");

    private final Autoencoder model;
    private final Network network;

    AutoencoderTrainer(Autoencoder model, GraphParameters parameters) {
        super(new Adam(parameters, model.config().learningRate(), 0.9));
        this.model = model;
        this.network = Network.logitsOf(parameters);
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
    protected Metrics update(Batch batch) {
        count();
        Metrics metrics = forward(batch);
        network.backward(pixelGradients(), ParameterGradients.WRITE);
        optimizer().step();
        return metrics;
    }

    /** Computes the loss. It ignores the index, because the loss needs no noise. */
    @Override
    protected Metrics measure(Batch batch, long index) {
        return forward(batch);
    }

    private Metrics forward(Batch batch) {
        INDArray logits = network.forward(batch.images());
        return new Metrics(
                METRICS, BinaryCrossEntropy.sum(logits, batch.images(), pixelGradients(logits)) / batch.size());
    }

    @Override
    protected void release() {
        network.close();
        super.release();
    }
}
