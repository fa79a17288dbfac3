package io.gen4j.vae;

import io.gen4j.nn.device.internal.DeviceArrays;
import io.gen4j.nn.device.internal.DeviceReadings;
import io.gen4j.nn.device.internal.Gradients;
import io.gen4j.nn.device.internal.NetworkPass;
import io.gen4j.nn.device.internal.Program;
import io.gen4j.random.RandomSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link EvidenceLowerBound} as operations. */
final class DeviceEvidenceLowerBound extends DeviceBound {

    /** The other numbers that a step leaves: the sum of the losses, and that of the divergence without constants. */
    private static final int LOSS = 1;

    private static final int DIVERGENCE = 2;
    static final int NUMBERS = 3;

    private final int latent;
    private final DeviceArrays arrays;
    private final DeviceReadings readings;

    DeviceEvidenceLowerBound(DeviceVaeTrainer trainer, int size, RandomSource random, DeviceArrays arrays) {
        super(trainer, size, random, arrays);
        this.arrays = arrays;
        this.readings = trainer.readings();
        VaeConfig config = trainer.model().config();
        this.latent = config.latent();
        DevicePixels pixels =
                new DevicePixels(config, trainer.model().parameters(), readings.value(LOG_VARIANCE), arrays);
        record(pixels, Gradients.of(trainer.model().parameters()));
    }

    /** The metrics from the numbers of a step on so many images. */
    static double[] metrics(VaeConfig config, int pixels, float[] numbers, int size) {
        double all = (double) size * pixels;
        double reconstruction = numbers[LOSS] + DevicePixels.constant(config, all, numbers[LOG_VARIANCE]);
        double divergence = -0.5 * (numbers[DIVERGENCE] + (double) size * config.latent());
        return new double[] {(reconstruction + divergence) / size, reconstruction / size, divergence / size};
    }

    private void record(DevicePixels pixels, Gradients gradients) {
        Program forward = forwardProgram();
        Program backward = backwardProgram();
        NetworkPass encoder = encoder(images());
        encoder.forward(forward);
        INDArray mean = DeviceArrays.columns(encoder.outputs(), 0, latent);
        INDArray logVariance = DeviceArrays.columns(encoder.outputs(), latent, 2L * latent);
        INDArray deviation = arrays.zeros(noise().shape());
        INDArray variance = arrays.zeros(noise().shape());
        INDArray z = arrays.zeros(noise().shape());
        forward.times(logVariance, arrays.scalar(0.5), deviation);
        forward.exp(deviation, deviation);
        forward.square(deviation, variance);
        forward.times(deviation, noise(), z);
        forward.plus(z, mean, z);
        recordDivergence(mean, logVariance, variance);
        NetworkPass decoder = pass(pixels.decoder(), z, labels());
        decoder.forward(forward);
        INDArray loss = readings.value(LOSS);
        pixels.losses(forward, decoder.outputs(), images(), decoder.outputGradient(), loss);

        pixels.varianceGradient(backward, images().length(), loss);
        INDArray latentGradient = arrays.zeros(z.shape());
        decoder.backward(backward, gradients, latentGradient);
        recordMomentGradients(mean, deviation, variance, latentGradient, encoder.outputGradient());
        encoder.backward(backward, gradients, null);
    }

    /** The sum of log_var - mu² - exp(log_var). */
    private void recordDivergence(INDArray mean, INDArray logVariance, INDArray variance) {
        Program forward = forwardProgram();
        INDArray term = arrays.zeros(variance.shape());
        forward.square(mean, term);
        forward.plus(term, variance, term);
        forward.minus(logVariance, term, term);
        forward.sum(term, readings.value(DIVERGENCE));
    }

    /** Of the loss and the weighted divergence, by mu: dz + w mu; by log_var: 1/2 (dz eps sigma + w (sigma² - 1)). */
    private void recordMomentGradients(
            INDArray mean, INDArray deviation, INDArray variance, INDArray byLatent, INDArray byMoments) {
        Program backward = backwardProgram();
        INDArray byMean = DeviceArrays.columns(byMoments, 0, latent);
        INDArray byLogVariance = DeviceArrays.columns(byMoments, latent, 2L * latent);
        INDArray term = arrays.zeros(variance.shape());
        backward.times(mean, divergenceWeight(), term);
        backward.plus(byLatent, term, byMean);
        backward.minus(variance, arrays.scalar(1), term);
        backward.times(term, divergenceWeight(), term);
        backward.times(byLatent, noise(), byLatent);
        backward.times(byLatent, deviation, byLatent);
        backward.plus(term, byLatent, term);
        backward.times(term, arrays.scalar(0.5), byLogVariance);
    }
}
