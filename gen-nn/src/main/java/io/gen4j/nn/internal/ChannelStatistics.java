package io.gen4j.nn.internal;

import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.runtime.HostMemory;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mean and the deviation of each channel in batch normalisation (Ioffe and Szegedy 2015), and the gradient through
 * them. As in PyTorch, the biased variance normalises the batch. The running variance is unbiased, and normalises
 * single images later.
 */
final class ChannelStatistics {

    private final int channels;
    private final ChannelBlocks blocks;
    private final BatchStatistics statistics;
    private final double epsilon;
    private final double decay;
    private final INDArray runningMean;
    private final INDArray runningVariance;
    private final double[] mean;
    private final double[] inverseDeviation;

    ChannelStatistics(LayerParameters parameters, String layer, BatchStatistics statistics) {
        BatchNormalization configuration = (BatchNormalization) parameters.configuration(layer);
        this.epsilon = configuration.getEps();
        this.decay = configuration.getDecay();
        this.statistics = statistics;
        this.runningMean = parameters.parameter(layer, "mean");
        this.runningVariance = parameters.parameter(layer, "var");
        this.channels = (int) runningMean.length();
        this.blocks = new ChannelBlocks(channels);
        this.mean = new double[channels];
        this.inverseDeviation = new double[channels];
    }

    int channels() {
        return channels;
    }

    ChannelBlocks blocks() {
        return blocks;
    }

    /** The mean of each channel, not copied. */
    double[] mean() {
        return mean;
    }

    /** 1 / sqrt(variance + eps) of each channel, not copied. */
    double[] inverseDeviation() {
        return inverseDeviation;
    }

    /** Measures the batch and moves the running statistics, or takes the running statistics. */
    void update(INDArray a) {
        if (statistics == BatchStatistics.BATCH) {
            measure(a);
        } else {
            useRunning();
        }
    }

    void requireBatch() {
        if (statistics != BatchStatistics.BATCH) {
            throw new IllegalStateException("a network that uses running statistics is not for training");
        }
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

    /**
     * Computes the gradient with respect to a: gamma / deviation (g - mean of g - normalised a times the mean of g
     * times normalised a).
     *
     * @param gradient with respect to the normalised and scaled a, without gamma; overwritten
     * @param gradientSums its sum per channel
     * @param productSums the sum of its products with the normalised a
     */
    void backward(INDArray a, INDArray gradient, float[] gammas, double[] gradientSums, double[] productSums) {
        double n = (double) a.length() / channels;
        float[] ofGradient = new float[channels];
        float[] ofInput = new float[channels];
        float[] constant = new float[channels];
        for (int c = 0; c < channels; c++) {
            double factor = gammas[c] * inverseDeviation[c];
            double slope = -factor * productSums[c] / n * inverseDeviation[c];
            ofGradient[c] = (float) factor;
            ofInput[c] = (float) slope;
            constant[c] = (float) (-factor * gradientSums[c] / n - slope * mean[c]);
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
}
