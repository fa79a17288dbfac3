package io.gen4j.nn.device.internal;

import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.LayerParameters;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batch normalisation per channel (Ioffe and Szegedy 2015). As in PyTorch, the running variance is unbiased. */
final class NormalizationLayerPass implements LayerPass {

    private final DeviceArrays arrays;
    private final BatchStatistics statistics;
    private final double epsilon;
    private final double decay;
    private final int channels;
    private final boolean affine;
    private final INDArray gamma;
    private final INDArray beta;
    private final INDArray runningMean;
    private final INDArray runningVariance;
    private final INDArray mean;
    private final INDArray variance;
    private final INDArray images;
    private final INDArray output;
    private final INDArray outputGradient;
    private final long[] shape;

    NormalizationLayerPass(
            LayerParameters parameters,
            String layer,
            BatchStatistics statistics,
            FeatureMap map,
            INDArray input,
            DeviceArrays arrays) {
        BatchNormalization configuration = (BatchNormalization) parameters.configuration(layer);
        this.arrays = arrays;
        this.statistics = statistics;
        this.epsilon = configuration.getEps();
        this.decay = configuration.getDecay();
        this.channels = map.channels();
        this.affine = parameters.hasParameter(layer, "gamma");
        this.gamma = affine ? vector(parameters, layer, "gamma") : arrays.filled(1, channels);
        this.beta = affine ? vector(parameters, layer, "beta") : arrays.zeros(channels);
        this.runningMean = vector(parameters, layer, "mean");
        this.runningVariance = vector(parameters, layer, "var");
        this.mean = arrays.zeros(channels);
        this.variance = arrays.zeros(channels);
        this.shape = new long[] {input.size(0), channels, map.height(), map.width()};
        this.images = DeviceArrays.as(input, shape);
        this.output = arrays.zeros(input.size(0), map.size());
        this.outputGradient = arrays.zeros(input.size(0), map.size());
    }

    private static INDArray vector(LayerParameters parameters, String layer, String key) {
        INDArray parameter = parameters.parameter(layer, key);
        return DeviceArrays.as(parameter, parameter.length());
    }

    @Override
    public INDArray output() {
        return output;
    }

    @Override
    public INDArray outputGradient() {
        return outputGradient;
    }

    @Override
    public void forward(Program program) {
        boolean batch = statistics == BatchStatistics.BATCH;
        if (batch) {
            program.moments(images, mean, variance, 0, 2, 3);
            follow(program, mean, 1, runningMean);
            double n = (double) images.length() / channels;
            follow(program, variance, n / Math.max(1, n - 1), runningVariance);
        }
        program.add(
                "batchnorm",
                new INDArray[] {images, batch ? mean : runningMean, batch ? variance : runningVariance, gamma, beta},
                DeviceArrays.as(output, shape),
                new long[] {1, 1, 1},
                epsilon);
    }

    /** running = decay * running + (1 - decay) * factor * value. */
    private void follow(Program program, INDArray value, double factor, INDArray running) {
        program.times(running, arrays.scalar(decay), running);
        program.plusScaled(value, arrays.scalar((1 - decay) * factor), arrays.zeros(channels), running);
    }

    @Override
    public void backward(Program program, @Nullable Gradients gradients, @Nullable INDArray inputGradient) {
        if (statistics != BatchStatistics.BATCH) {
            throw new IllegalStateException("a network that uses running statistics is not for training");
        }
        INDArray target = inputGradient == null ? arrays.zeros(output.shape()) : inputGradient;
        program.add(
                "batchnorm_bp",
                new INDArray[] {images, mean, variance, gamma, beta, DeviceArrays.as(outputGradient, shape)},
                new INDArray[] {
                    DeviceArrays.as(target, shape),
                    arrays.zeros(channels),
                    arrays.zeros(channels),
                    affine && gradients != null ? gradients.vectorBy(gamma) : arrays.zeros(channels),
                    affine && gradients != null ? gradients.vectorBy(beta) : arrays.zeros(channels)
                },
                new long[] {1, 1, 1},
                epsilon);
    }

    @Override
    public LayerPass linearized(INDArray direction, INDArray directionGradient) {
        throw new UnsupportedOperationException("with batch normalisation, no image has a derivative of its own");
    }
}
