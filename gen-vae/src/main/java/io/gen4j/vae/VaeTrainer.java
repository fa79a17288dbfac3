package io.gen4j.vae;

import io.gen4j.Metrics;
import io.gen4j.data.Batch;
import io.gen4j.nn.Network;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.optim.Adam;
import io.gen4j.random.RandomSource;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains a variational autoencoder (Kingma and Welling 2014). It maximises the evidence lower bound by the
 * reparameterisation trick, with one sample of z per image. The loss is a sum over pixels, latents and the batch.
 * Metrics are means per image.
 *
 * <p>The training minimises reconstruction + w divergence. The weight w rises linearly from 0 to {@link
 * VaeConfig#beta()} over the first {@link VaeConfig#warmUpSteps()} updates (Higgins et al. 2017; Bowman et al. 2016;
 * Sønderby et al. 2016). Metrics ignore w: {@code loss_nats} is the negative bound, {@code reconstruction_nats +
 * kl_nats}. Runs with different weights are therefore comparable.
 *
 * <p>The learning rate follows {@link VaeConfig#schedule()}. With {@link VaeConfig#binarize()}, each update draws the
 * pixels of its images again. The pixels of test images are drawn once.
 */
final class VaeTrainer extends ReconstructionTrainer {

    private static final List<String> METRICS = List.of("loss_nats", "reconstruction_nats", "kl_nats");

    private final AbstractVae model;
    private final PixelDistribution pixels;
    private final Network encoder;
    private final Network decoder;
    private final RandomSource random;
    private final Reparameterization latent;
    private final LabelColumns imageLabels;
    private final LabelColumns latentLabels;
    private final Binarization binarization = new Binarization();
    private double done;

    VaeTrainer(AbstractVae model, VaeArchitecture architecture, GraphParameters parameters, RandomSource random) {
        super(new Adam(parameters, model.config().learningRate(), 0.9));
        VaeConfig config = model.config();
        this.model = model;
        this.pixels = PixelDistribution.of(config, parameters);
        this.encoder = architecture.newEncoder(parameters);
        this.decoder = pixels.newDecoder(architecture, parameters);
        this.random = random;
        this.latent = new Reparameterization(config.latent());
        this.imageLabels = new LabelColumns(model.labelCount());
        this.latentLabels = new LabelColumns(model.labelCount());
    }

    @Override
    public AbstractVae model() {
        return model;
    }

    @Override
    public List<String> metricNames() {
        return METRICS;
    }

    @Override
    public void progress(double newDone) {
        done = newDone;
    }

    @Override
    protected Metrics update(Batch batch) {
        count();
        Metrics metrics = forward(observed(batch, "binarization", steps()), "noise", steps());
        INDArray latentGradients =
                latentLabels.strip(decoder.backwardToInput(pixelGradients(), ParameterGradients.WRITE));
        encoder.backward(latent.backward(latentGradients, divergenceWeight()), ParameterGradients.WRITE);
        optimizer().step(model.config().schedule().factor(done));
        return metrics;
    }

    /** The weight of the divergence in this update. */
    private float divergenceWeight() {
        int warmUp = model.config().warmUpSteps();
        double part = steps() < warmUp ? (double) steps() / warmUp : 1;
        return (float) (model.config().beta() * part);
    }

    @Override
    protected Metrics measure(Batch batch, long index) {
        return forward(observed(batch, "evaluation binarization", index), "evaluation noise", index);
    }

    private Batch observed(Batch batch, String purpose, long index) {
        return model.config().binarize()
                ? new Batch(binarization.draw(batch.images(), random.stream(purpose, index)), batch.labels())
                : batch;
    }

    private Metrics forward(Batch batch, String noisePurpose, long noiseIndex) {
        INDArray moments = encoder.forward(imageLabels.join(batch.images(), batch.labels()));
        INDArray z = latent.forward(moments, random.stream(noisePurpose, noiseIndex));
        INDArray outputs = decoder.forward(latentLabels.join(z, batch.labels()));
        double n = batch.size();
        double reconstruction = pixels.negativeLogLikelihood(outputs, batch.images(), pixelGradients(outputs)) / n;
        double divergence = latent.divergence() / n;
        return new Metrics(METRICS, reconstruction + divergence, reconstruction, divergence);
    }

    @Override
    protected void release() {
        encoder.close();
        decoder.close();
        latent.close();
        imageLabels.close();
        latentLabels.close();
        binarization.close();
        super.release();
    }
}
