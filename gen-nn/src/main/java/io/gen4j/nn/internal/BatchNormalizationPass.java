package io.gen4j.nn.internal;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.runtime.HostMemory;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalisation (Ioffe and Szegedy 2015) and an activation, per channel: y = f(gamma (a - mean) / sqrt(variance +
 * eps) + beta). As in PyTorch, the biased variance normalises the batch. The running variance is unbiased, and
 * normalises single images later.
 */
public final class BatchNormalizationPass implements ChannelPass {

    private final int channels;
    private final ChannelBlocks blocks;
    private final Activation activation;
    private final BatchStatistics statistics;
    private final double epsilon;
    private final double decay;
    private final INDArray gamma;
    private final INDArray beta;
    private final INDArray runningMean;
    private final INDArray runningVariance;
    private final INDArray gammaGradient;
    private final INDArray betaGradient;
    private final double[] mean;
    private final double[] inverseDeviation;

    public BatchNormalizationPass(
            LayerParameters parameters, String layer, Activation activation, BatchStatistics statistics) {
        BatchNormalization configuration = (BatchNormalization) parameters.configuration(layer);
        this.epsilon = configuration.getEps();
        this.decay = configuration.getDecay();
        this.activation = activation;
        this.statistics = statistics;
        this.gamma = parameters.parameter(layer, "gamma");
        this.beta = parameters.parameter(layer, "beta");
        this.runningMean = parameters.parameter(layer, "mean");
        this.runningVariance = parameters.parameter(layer, "var");
        this.gammaGradient = parameters.gradientOf(gamma);
        this.betaGradient = parameters.gradientOf(beta);
        this.channels = (int) gamma.length();
        this.blocks = new ChannelBlocks(channels);
        this.mean = new double[channels];
        this.inverseDeviation = new double[channels];
    }

    @Override
    public boolean keepsInput() {
        return true;
    }

    @Override
    public void forward(INDArray a, INDArray y) {
        if (statistics == BatchStatistics.BATCH) {
            measure(a);
        } else {
            useRunning();
        }
        float[] scales = read(gamma);
        float[] shifts = read(beta);
        for (int c = 0; c < channels; c++) {
            scales[c] *= (float) inverseDeviation[c];
            shifts[c] -= (float) (mean[c] * scales[c]);
        }
        float[] scale = blocks.tile(scales);
        float[] shift = blocks.tile(shifts);
        blocks.run(a.length(), () -> {
            float[] block = new float[blocks.width()];
            return (offset, length) -> {
                HostMemory.read(a, offset, block, length);
                for (int i = 0; i < length; i++) {
                    block[i] = block[i] * scale[i] + shift[i];
                }
                activation.apply(block, length);
                HostMemory.write(block, y, offset, length);
            };
        });
    }

    private void useRunning() {
        float[] means = read(runningMean);
        float[] variances = read(runningVariance);
        for (int c = 0; c < channels; c++) {
            mean[c] = means[c];
            inverseDeviation[c] = 1 / Math.sqrt(variances[c] + epsilon);
        }
    }

    private void measure(INDArray a) {
        // Sums are of differences from one value of the channel, because sums of large squares would lose digits.
        float[] origin = new float[channels];
        HostMemory.read(a, 0, origin, channels);
        float[] tiled = blocks.tile(origin);
        List<Moments> parts = blocks.run(a.length(), () -> new Moments(a, tiled));
        double[] sums = new double[channels];
        double[] squares = new double[channels];
        parts.forEach(part -> {
            blocks.fold(part.sums, sums);
            blocks.fold(part.squares, squares);
        });
        double n = (double) a.length() / channels;
        float[] means = read(runningMean);
        float[] variances = read(runningVariance);
        for (int c = 0; c < channels; c++) {
            double difference = sums[c] / n;
            double variance = Math.max(0, squares[c] / n - difference * difference);
            mean[c] = origin[c] + difference;
            inverseDeviation[c] = 1 / Math.sqrt(variance + epsilon);
            means[c] = (float) (decay * means[c] + (1 - decay) * mean[c]);
            variances[c] = (float) (decay * variances[c] + (1 - decay) * variance * n / Math.max(1, n - 1));
        }
        HostMemory.write(means, runningMean, 0, channels);
        HostMemory.write(variances, runningVariance, 0, channels);
    }

    private float[] read(INDArray parameter) {
        float[] values = new float[channels];
        HostMemory.read(parameter, 0, values, channels);
        return values;
    }

    @Override
    public boolean isPiecewiseLinear() {
        return false;
    }

    @Override
    public void multiplyBySlope(INDArray y, INDArray values) {
        throw new UnsupportedOperationException("with batch normalisation, no image has a derivative of its own");
    }

    @Override
    public void clearGradients() {
        gammaGradient.assign(0);
        betaGradient.assign(0);
    }

    @Override
    public void backward(INDArray a, INDArray y, INDArray gradient, ParameterGradients parameterGradients) {
        if (statistics != BatchStatistics.BATCH) {
            throw new IllegalStateException("a network that uses running statistics is not for training");
        }
        float[] means = new float[channels];
        for (int c = 0; c < channels; c++) {
            means[c] = (float) mean[c];
        }
        float[] tiled = blocks.tile(means);
        List<Sums> parts = blocks.run(a.length(), () -> new Sums(a, y, gradient, tiled));
        double[] betaSums = new double[channels];
        double[] gammaSums = new double[channels];
        parts.forEach(part -> {
            blocks.fold(part.gradients, betaSums);
            blocks.fold(part.products, gammaSums);
        });
        for (int c = 0; c < channels; c++) {
            gammaSums[c] *= inverseDeviation[c];
        }
        passOn(a, gradient, betaSums, gammaSums);
        if (parameterGradients != ParameterGradients.SKIP) {
            parameterGradients.store(betaSums, betaGradient);
            parameterGradients.store(gammaSums, gammaGradient);
        }
    }

    /**
     * Computes the gradient with respect to a: gamma / deviation (g - mean of g - normalised a times the mean of g
     * times normalised a).
     */
    private void passOn(INDArray a, INDArray gradient, double[] betaSums, double[] gammaSums) {
        double n = (double) a.length() / channels;
        float[] gammas = read(gamma);
        float[] ofGradient = new float[channels];
        float[] ofInput = new float[channels];
        float[] constant = new float[channels];
        for (int c = 0; c < channels; c++) {
            double factor = gammas[c] * inverseDeviation[c];
            double slope = -factor * gammaSums[c] / n * inverseDeviation[c];
            ofGradient[c] = (float) factor;
            ofInput[c] = (float) slope;
            constant[c] = (float) (-factor * betaSums[c] / n - slope * mean[c]);
        }
        float[] gradientFactor = blocks.tile(ofGradient);
        float[] inputFactor = blocks.tile(ofInput);
        float[] constants = blocks.tile(constant);
        blocks.run(a.length(), () -> {
            float[] inputs = new float[blocks.width()];
            float[] block = new float[blocks.width()];
            return (offset, length) -> {
                HostMemory.read(a, offset, inputs, length);
                HostMemory.read(gradient, offset, block, length);
                for (int i = 0; i < length; i++) {
                    block[i] = block[i] * gradientFactor[i] + inputs[i] * inputFactor[i] + constants[i];
                }
                HostMemory.write(block, gradient, offset, length);
            };
        });
    }

    /** Sums the differences from an origin, and their squares. */
    private final class Moments implements ChannelBlocks.Worker {

        private final INDArray a;
        private final float[] origin;
        private final float[] block = new float[blocks.width()];
        private final float[] sums = new float[blocks.width()];
        private final float[] squares = new float[blocks.width()];

        Moments(INDArray a, float[] origin) {
            this.a = a;
            this.origin = origin;
        }

        @Override
        public void work(long offset, int length) {
            HostMemory.read(a, offset, block, length);
            for (int i = 0; i < length; i++) {
                float difference = block[i] - origin[i];
                sums[i] += difference;
                squares[i] += difference * difference;
            }
        }
    }

    /**
     * Applies the activation's derivative to the gradient in place. Sums the result, and its product with a's distance
     * to the mean.
     */
    private final class Sums implements ChannelBlocks.Worker {

        private final INDArray a;
        private final INDArray y;
        private final INDArray gradient;
        private final float[] means;
        private final float[] block = new float[blocks.width()];
        private final float[] other = new float[blocks.width()];
        private final float[] gradients = new float[blocks.width()];
        private final float[] products = new float[blocks.width()];

        Sums(INDArray a, INDArray y, INDArray gradient, float[] means) {
            this.a = a;
            this.y = y;
            this.gradient = gradient;
            this.means = means;
        }

        @Override
        public void work(long offset, int length) {
            HostMemory.read(gradient, offset, block, length);
            HostMemory.read(y, offset, other, length);
            activation.multiplyByDerivative(block, other, length);
            HostMemory.write(block, gradient, offset, length);
            HostMemory.read(a, offset, other, length);
            for (int i = 0; i < length; i++) {
                gradients[i] += block[i];
                products[i] += block[i] * (other[i] - means[i]);
            }
        }
    }
}
