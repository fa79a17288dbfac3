package io.gen4j.vae;

import io.gen4j.nn.device.internal.DeviceArrays;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.random.RandomSource;
import io.gen4j.vae.internal.DeviceReconstructionTrainer;
import io.gen4j.vae.internal.VariationalBound;
import java.util.List;

/** {@link VaeTrainer} on a device. */
final class DeviceVaeTrainer extends DeviceReconstructionTrainer {

    private final AbstractVae model;
    private final VaeConfig config;
    private final RandomSource random;
    private double done;

    DeviceVaeTrainer(AbstractVae model, GraphParameters parameters, RandomSource random) {
        super(parameters, model.config().learningRate(), numbers(model.config()));
        this.model = model;
        this.config = model.config();
        this.random = random;
    }

    private static int numbers(VaeConfig config) {
        return config.hasClosedFormBound() ? DeviceEvidenceLowerBound.NUMBERS : DeviceImportanceWeightedBound.NUMBERS;
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
    protected double rateFactor() {
        return config.schedule().factor(done);
    }

    /** The weight of the divergence in this update. */
    double divergenceWeight() {
        int warmUp = config.warmUpSteps();
        double part = steps() < warmUp ? (double) steps() / warmUp : 1;
        return (float) (config.beta() * part);
    }

    @Override
    protected double[] metrics(float[] numbers, int size) {
        int pixels = model.spec().shape().size();
        return config.hasClosedFormBound()
                ? DeviceEvidenceLowerBound.metrics(config, pixels, numbers, size)
                : DeviceImportanceWeightedBound.metrics(config, pixels, numbers, size);
    }

    @Override
    protected Step newStep(int size, DeviceArrays arrays) {
        return config.hasClosedFormBound()
                ? new DeviceEvidenceLowerBound(this, size, random, arrays)
                : new DeviceImportanceWeightedBound(this, size, random, arrays);
    }
}
