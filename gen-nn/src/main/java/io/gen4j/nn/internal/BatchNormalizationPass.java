package io.gen4j.nn.internal;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.runtime.HostMemory;
import java.util.List;
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
    private final ChannelStatistics statistics;
    private final INDArray gamma;
    private final INDArray beta;
    private final INDArray gammaGradient;
    private final INDArray betaGradient;

    public BatchNormalizationPass(
            LayerParameters parameters, String layer, Activation activation, BatchStatistics statistics) {
        this.statistics = new ChannelStatistics(parameters, layer, statistics);
        this.activation = activation;
        this.gamma = parameters.parameter(layer, "gamma");
        this.beta = parameters.parameter(layer, "beta");
        this.gammaGradient = parameters.gradientOf(gamma);
        this.betaGradient = parameters.gradientOf(beta);
        this.channels = this.statistics.channels();
        this.blocks = this.statistics.blocks();
    }

    @Override
    public boolean keepsInput() {
        return true;
    }

    @Override
    public void forward(INDArray a, INDArray y) {
        statistics.update(a);
        double[] mean = statistics.mean();
        double[] inverseDeviation = statistics.inverseDeviation();
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
        statistics.requireBatch();
        double[] mean = statistics.mean();
        double[] inverseDeviation = statistics.inverseDeviation();
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
        statistics.backward(a, gradient, read(gamma), betaSums, gammaSums);
        if (parameterGradients != ParameterGradients.SKIP) {
            parameterGradients.store(betaSums, betaGradient);
            parameterGradients.store(gammaSums, gammaGradient);
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
