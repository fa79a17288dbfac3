package io.gen4j.vae;

import io.gen4j.Metrics;
import io.gen4j.data.Batch;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.optim.Adam;
import io.gen4j.prior.internal.NormalPrior;
import io.gen4j.prior.internal.TrainedPrior;
import io.gen4j.random.RandomSource;
import io.gen4j.vae.internal.Binarization;
import io.gen4j.vae.internal.VariationalBound;
import java.util.List;

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

    private final AbstractVae model;
    private final VariationalBound bound;
    private final RandomSource random;
    private final Binarization binarization = new Binarization();
    private double done;

    VaeTrainer(AbstractVae model, VaeArchitecture architecture, GraphParameters parameters, RandomSource random) {
        super(new Adam(parameters, model.config().learningRate(), 0.9));
        this.model = model;
        this.bound = newBound(model, architecture, parameters);
        this.random = random;
    }

    private static VariationalBound newBound(
            AbstractVae model, VaeArchitecture architecture, GraphParameters parameters) {
        VaeConfig config = model.config();
        VaeNetworks networks = new VaeNetworks(model, architecture, parameters);
        if (config.hasClosedFormBound()) {
            return new EvidenceLowerBound(networks, config.latent());
        }
        TrainedPrior prior = config.learnsPrior()
                ? new VampPrior(architecture, parameters, config.latent())
                : new NormalPrior(config.latent());
        return new ImportanceWeightedBound(networks, prior, config);
    }

    @Override
    public AbstractVae model() {
        return model;
    }

    @Override
    public List<String> metricNames() {
        return VariationalBound.METRICS;
    }

    @Override
    public void progress(double newDone) {
        done = newDone;
    }

    @Override
    protected Metrics update(Batch batch) {
        count();
        Metrics metrics = bound.forward(observed(batch, "binarization", steps()), random.stream("noise", steps()));
        bound.backward(divergenceWeight());
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
        return bound.forward(
                observed(batch, "evaluation binarization", index), random.stream("evaluation noise", index));
    }

    private Batch observed(Batch batch, String purpose, long index) {
        return model.config().binarize()
                ? new Batch(binarization.draw(batch.images(), random.stream(purpose, index)), batch.labels())
                : batch;
    }

    @Override
    protected void release() {
        bound.close();
        binarization.close();
        super.release();
    }
}
