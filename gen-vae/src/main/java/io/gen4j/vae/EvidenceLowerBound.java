package io.gen4j.vae;

import io.gen4j.Metrics;
import io.gen4j.data.Batch;
import io.gen4j.prior.internal.Reparameterization;
import io.gen4j.vae.internal.VariationalBound;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The evidence lower bound E[log p(x|z)] - KL(q(z|x) || p(z)) with a standard normal prior (Kingma and Welling 2014).
 * One latent per image estimates the expectation; the divergence is in closed form.
 */
final class EvidenceLowerBound implements VariationalBound {

    private final VaeNetworks networks;
    private final Reparameterization latent;
    private INDArray gradient = Nd4j.empty(DataType.FLOAT);

    /** @param networks closed with the bound */
    EvidenceLowerBound(VaeNetworks networks, int latentSize) {
        this.networks = networks;
        this.latent = new Reparameterization(latentSize);
    }

    @Override
    public Metrics forward(Batch batch, RandomGenerator random) {
        INDArray outputs = networks.decode(latent.forward(networks.encode(batch), random), batch.labels());
        gradient = networks.pixelGradients(outputs);
        double n = batch.size();
        double reconstruction = networks.pixels().negativeLogLikelihood(outputs, batch.images(), gradient) / n;
        double divergence = latent.divergence() / n;
        return new Metrics(METRICS, reconstruction + divergence, reconstruction, divergence);
    }

    @Override
    public void backward(float divergenceWeight) {
        networks.backwardEncoder(latent.backward(networks.backwardDecoder(gradient), divergenceWeight));
    }

    @Override
    public void close() {
        networks.close();
        latent.close();
    }
}
