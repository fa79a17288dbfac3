package io.gen4j.vae;

import io.gen4j.nn.device.internal.DeviceArrays;
import io.gen4j.nn.device.internal.DeviceReadings;
import io.gen4j.nn.device.internal.Gradients;
import io.gen4j.nn.device.internal.NetworkPass;
import io.gen4j.nn.device.internal.Program;
import io.gen4j.prior.internal.DeviceNormalPrior;
import io.gen4j.prior.internal.DevicePrior;
import io.gen4j.prior.internal.DeviceVampPrior;
import io.gen4j.random.RandomSource;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link ImportanceWeightedBound} as operations. Rows of the draws' arrays are those of the first image, then those of the
 * second, and so on. Both densities of a latent lack the factor (2 pi)^(-latent / 2), which cancels.
 */
final class DeviceImportanceWeightedBound extends DeviceBound {

    /** The other numbers that a step leaves, summed over the images or the draws. */
    private static final int BOUND = 1;

    private static final int LOSSES = 2;
    private static final int RATIOS = 3;
    static final int NUMBERS = 4;

    private final VaeConfig config;
    private final int size;
    private final int draws;
    private final DeviceArrays arrays;
    private final DeviceReadings readings;
    private final INDArray deviation;
    private final INDArray losses;
    private final INDArray logRatios;
    private final INDArray weights;

    DeviceImportanceWeightedBound(DeviceVaeTrainer trainer, int size, RandomSource random, DeviceArrays arrays) {
        super(trainer, size, random, arrays);
        this.config = trainer.model().config();
        this.size = size;
        this.draws = config.iwae();
        this.arrays = arrays;
        this.readings = trainer.readings();
        this.deviation = arrays.zeros(size, config.latent());
        this.losses = arrays.zeros(size, draws);
        this.logRatios = arrays.zeros(size, draws);
        this.weights = arrays.zeros(size, draws);
        DevicePixels pixels =
                new DevicePixels(config, trainer.model().parameters(), readings.value(LOG_VARIANCE), arrays);
        DevicePrior prior = config.learnsPrior()
                ? new DeviceVampPrior(
                        trainer.model().parameters(),
                        trainer.model().parameters().weights(PseudoInputs.LAYER),
                        this::encoder,
                        config.latent(),
                        arrays)
                : new DeviceNormalPrior(arrays);
        record(pixels, prior, Gradients.of(trainer.model().parameters()));
    }

    /** The metrics from the numbers of a step on so many images. */
    static double[] metrics(VaeConfig config, int pixels, float[] numbers, int size) {
        double constant = DevicePixels.constant(config, pixels, numbers[LOG_VARIANCE]);
        double all = (double) size * config.iwae();
        return new double[] {
            constant - numbers[BOUND] / (double) size, constant + numbers[LOSSES] / all, numbers[RATIOS] / all
        };
    }

    private INDArray eachDraw(INDArray imageRows) {
        return DeviceArrays.as(imageRows, size, 1, imageRows.size(1));
    }

    private INDArray byImage(INDArray drawRows) {
        return DeviceArrays.as(drawRows, size, draws, drawRows.size(1));
    }

    private INDArray column(INDArray byDraw) {
        return DeviceArrays.as(byDraw, (long) size * draws, 1);
    }

    private INDArray vector(INDArray byDraw) {
        return DeviceArrays.as(byDraw, (long) size * draws);
    }

    private void record(DevicePixels pixels, DevicePrior prior, Gradients gradients) {
        Program forward = forwardProgram();
        NetworkPass encoder = encoder(images());
        encoder.forward(forward);
        INDArray z = recordDraws(encoder);
        NetworkPass decoder = pass(pixels.decoder(), z, repeated(labels()));
        decoder.forward(forward);
        pixels.losses(forward, decoder.outputs(), repeated(images()), decoder.outputGradient(), vector(losses));
        recordRatios(encoder, prior, z);
        recordBound();

        Program backward = backwardProgram();
        recordWeights(backward);
        recordVarianceGradient(pixels);
        backward.times(decoder.outputGradient(), column(weights), decoder.outputGradient());
        INDArray byLatent = arrays.zeros(z.shape());
        decoder.backward(backward, gradients, byLatent);
        recordPriorGradient(prior, byLatent);
        if (config.dreg()) {
            recordDoubleReparameterization(byLatent);
        }
        recordMomentGradients(byLatent, encoder.outputGradient());
        encoder.backward(backward, gradients, null);
        prior.backwardParameters(backward, gradients);
    }

    private @Nullable INDArray repeated(@Nullable INDArray rows) {
        if (rows == null || draws == 1) {
            return rows;
        }
        INDArray repeated = arrays.zeros((long) size * draws, rows.size(1));
        forwardProgram().assign(eachDraw(rows), byImage(repeated));
        return repeated;
    }

    /** z = mu + sigma eps. */
    private INDArray recordDraws(NetworkPass encoder) {
        Program forward = forwardProgram();
        INDArray mean = arrays.zeros(deviation.shape());
        INDArray z = arrays.zeros(noise().shape());
        forward.assign(DeviceArrays.columns(encoder.outputs(), 0, config.latent()), mean);
        forward.times(logVariance(encoder), arrays.scalar(0.5), deviation);
        forward.exp(deviation, deviation);
        forward.times(byImage(noise()), eachDraw(deviation), byImage(z));
        forward.plus(byImage(z), eachDraw(mean), byImage(z));
        return z;
    }

    private INDArray logVariance(NetworkPass encoder) {
        return DeviceArrays.columns(encoder.outputs(), config.latent(), 2L * config.latent());
    }

    /** log q(z|x) - log p(z), with log q(z|x) = -1/2 sum(eps² + log_var). */
    private void recordRatios(NetworkPass encoder, DevicePrior prior, INDArray z) {
        Program forward = forwardProgram();
        INDArray terms = arrays.zeros(noise().shape());
        INDArray logs = arrays.zeros(deviation.shape());
        INDArray logPriors = arrays.zeros(size, draws);
        forward.assign(logVariance(encoder), logs);
        forward.square(noise(), terms);
        forward.plus(byImage(terms), eachDraw(logs), byImage(terms));
        forward.sum(terms, vector(logRatios), 1);
        forward.times(logRatios, arrays.scalar(-0.5), logRatios);
        prior.logDensities(forward, z, column(logPriors));
        forward.minus(logRatios, logPriors, logRatios);
        forward.sum(logRatios, readings.value(RATIOS));
        forward.sum(losses, readings.value(LOSSES));
    }

    /** The sum over the images of the logarithm of the mean weight. */
    private void recordBound() {
        Program forward = forwardProgram();
        INDArray greatest = arrays.zeros(size, 1);
        INDArray mean = arrays.zeros(size, 1);
        recordScaledWeights(forward, arrays.scalar(1), greatest);
        forward.keptMean(weights, mean, 1);
        forward.log(mean, mean);
        forward.plus(mean, greatest, mean);
        forward.sum(mean, readings.value(BOUND));
    }

    /** weights = exp(-losses - factor logRatios), divided by the greatest of the image, whose logarithm is returned. */
    private void recordScaledWeights(Program program, INDArray factor, INDArray greatest) {
        program.times(logRatios, factor, weights);
        program.plus(weights, losses, weights);
        program.times(weights, arrays.scalar(-1), weights);
        program.greatest(weights, greatest, 1);
        program.minus(weights, greatest, weights);
        program.exp(weights, weights);
    }

    private void recordWeights(Program backward) {
        INDArray sum = arrays.zeros(size, 1);
        recordScaledWeights(backward, divergenceWeight(), sum);
        backward.keptSum(weights, sum, 1);
        backward.divided(weights, sum, weights);
    }

    private void recordVarianceGradient(DevicePixels pixels) {
        INDArray weighted = arrays.zeros(size, draws);
        INDArray sum = DeviceArrays.element(arrays.zeros(1), 0);
        if (config.learnsVariance()) {
            backwardProgram().times(losses, weights, weighted);
            backwardProgram().sum(weighted, sum);
        }
        pixels.varianceGradient(backwardProgram(), images().length(), sum);
    }

    /** The prior's densities weigh -w v. */
    private void recordPriorGradient(DevicePrior prior, INDArray byLatent) {
        Program backward = backwardProgram();
        INDArray priorWeights = arrays.zeros(size, draws);
        INDArray byPrior = arrays.zeros(byLatent.shape());
        backward.times(weights, divergenceWeight(), priorWeights);
        backward.times(priorWeights, arrays.scalar(-1), priorWeights);
        prior.backward(backward, column(priorWeights), byPrior);
        backward.plus(byLatent, byPrior, byLatent);
    }

    /** dz = (1 - w + w v) (dz - w v eps / sigma). */
    private void recordDoubleReparameterization(INDArray byLatent) {
        Program backward = backwardProgram();
        INDArray byPosterior = arrays.zeros(byLatent.shape());
        INDArray factors = arrays.zeros(size, draws);
        INDArray rest = arrays.zeros(1);
        backward.times(weights, divergenceWeight(), factors);
        backward.divided(byImage(noise()), eachDraw(deviation), byImage(byPosterior));
        backward.times(byPosterior, column(factors), byPosterior);
        backward.minus(byLatent, byPosterior, byLatent);
        backward.minus(arrays.scalar(1), divergenceWeight(), rest);
        backward.plus(factors, rest, factors);
        backward.times(byLatent, column(factors), byLatent);
    }

    /** By mu: the sum of dz over the draws; by log_var: 1/2 the sum of dz eps sigma, without double parameters less w / 2. */
    private void recordMomentGradients(INDArray byLatent, INDArray byMoments) {
        Program backward = backwardProgram();
        INDArray sums = arrays.zeros(deviation.shape());
        backward.sum(byImage(byLatent), DeviceArrays.columns(byMoments, 0, config.latent()), 1);
        backward.times(byLatent, noise(), byLatent);
        backward.sum(byImage(byLatent), sums, 1);
        backward.times(sums, deviation, sums);
        if (!config.dreg()) {
            backward.minus(sums, divergenceWeight(), sums);
        }
        backward.times(
                sums, arrays.scalar(0.5), DeviceArrays.columns(byMoments, config.latent(), 2L * config.latent()));
    }
}
