package io.gen4j.vae;

import io.gen4j.data.Batch;
import io.gen4j.nn.Adam;
import io.gen4j.nn.BinaryCrossEntropy;
import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.GraphParameters;
import io.gen4j.nn.ParameterGradients;
import io.gen4j.random.RandomSource;
import io.gen4j.train.Metrics;
import io.gen4j.train.Trainer;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Maximises the evidence lower bound by the reparameterisation trick, with one sample of z an image (Kingma and Welling
 * 2014). The loss is summed over pixels, latents and the batch; what is reported is its mean over the images.
 */
final class VaeTrainer implements Trainer {

    private static final List<String> METRICS = List.of("loss_nats", "reconstruction_nats", "kl_nats");

    private final Vae model;
    private final DenseNetwork encoder;
    private final DenseNetwork decoder;
    private final Adam optimizer;
    private final RandomSource random;
    private final Reparameterization latent;
    private INDArray pixelGradients = Nd4j.empty(DataType.FLOAT);
    private long steps;

    VaeTrainer(Vae model, GraphParameters parameters, RandomSource random) {
        this.model = model;
        this.encoder = Vae.newEncoder(parameters);
        this.decoder = Vae.newLogitDecoder(parameters);
        this.optimizer = new Adam(parameters, model.config().learningRate(), 0.9);
        this.random = random;
        this.latent = new Reparameterization(model.config().latent());
    }

    @Override
    public Vae model() {
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
        Metrics metrics = forward(batch, "noise", steps);
        INDArray latentGradients = decoder.backwardToInput(pixelGradients, ParameterGradients.WRITE);
        encoder.backward(latent.backward(latentGradients), ParameterGradients.WRITE);
        optimizer.step();
        return metrics;
    }

    @Override
    public boolean canEvaluate() {
        return true;
    }

    @Override
    public Metrics evaluate(Batch batch, long index) {
        return forward(batch, "evaluation noise", index);
    }

    private Metrics forward(Batch batch, String noisePurpose, long noiseIndex) {
        INDArray moments = encoder.forward(batch.images());
        INDArray z = latent.forward(moments, random.stream(noisePurpose, noiseIndex));
        INDArray logits = decoder.forward(z);
        if (!pixelGradients.equalShapes(logits)) {
            pixelGradients.close();
            pixelGradients = Nd4j.create(DataType.FLOAT, logits.shape());
        }
        double n = batch.size();
        double reconstruction = BinaryCrossEntropy.sum(logits, batch.images(), pixelGradients) / n;
        double divergence = latent.divergence() / n;
        return new Metrics(METRICS, reconstruction + divergence, reconstruction, divergence);
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
        latent.close();
        pixelGradients.close();
    }
}
