package io.gen4j.vae;

import io.gen4j.nn.device.internal.DeviceArrays;
import io.gen4j.nn.device.internal.DeviceLosses;
import io.gen4j.nn.device.internal.Gradients;
import io.gen4j.nn.device.internal.Program;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.LayerPath;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link PixelDistribution} as operations. The losses on the device lack the part that does not depend on the distance of
 * image and output; see {@link #constant}.
 */
final class DevicePixels {

    private final VaeConfig config;
    private final GraphParameters parameters;
    private final INDArray logVariance;
    private final DeviceArrays arrays;

    /** @param logVariance of no dimension; receives the logarithm of a learnt variance */
    DevicePixels(VaeConfig config, GraphParameters parameters, INDArray logVariance, DeviceArrays arrays) {
        this.config = config;
        this.parameters = parameters;
        this.logVariance = logVariance;
        this.arrays = arrays;
    }

    private static boolean isBernoulli(VaeConfig config) {
        return config.output() == VaeConfig.Output.BERNOULLI;
    }

    /**
     * The part of a loss that does not depend on the distance.
     *
     * @param pixels of all images together
     * @param log the logarithm of the variance, if it is learnt
     */
    static double constant(VaeConfig config, double pixels, double log) {
        if (isBernoulli(config)) {
            return 0;
        }
        return 0.5 * pixels * (Math.log(2 * Math.PI) + (config.learnsVariance() ? log : Math.log(config.variance())));
    }

    /** The layers of the decoder for {@link #losses}. */
    LayerPath decoder() {
        LayerPath path = parameters.path().from(VaeArchitecture.DECODER);
        return isBernoulli(config) ? path.logits() : path;
    }

    /**
     * Adds the losses and the gradient of their sum.
     *
     * @param images {@code [n, pixels]}, as the outputs and the gradient
     * @param losses of no dimension for the sum, or {@code [n]}
     */
    void losses(Program program, INDArray outputs, INDArray images, INDArray gradient, INDArray losses) {
        if (isBernoulli(config)) {
            DeviceLosses.binaryCrossEntropy(program, outputs, images, gradient, losses, arrays);
            return;
        }
        DeviceLosses.squares(program, outputs, images, gradient, arrays.zeros(gradient.shape()), losses);
        INDArray precision = DeviceArrays.element(arrays.zeros(1), 0);
        if (config.learnsVariance()) {
            program.assign(DeviceArrays.element(parameters.bias(LearntVariance.LAYER), 0), logVariance);
            program.times(logVariance, arrays.scalar(-1), precision);
            program.exp(precision, precision);
        } else {
            program.assign(arrays.scalar(1 / config.variance()), precision);
        }
        program.times(gradient, precision, gradient);
        program.times(losses, precision, losses);
        program.times(losses, arrays.scalar(0.5), losses);
    }

    /**
     * Adds the gradient by the logarithm of a learnt variance: 1/2 of each pixel, less the losses.
     *
     * @param pixels of all images together
     * @param loss the sum of the losses, by their weights
     */
    void varianceGradient(Program program, double pixels, INDArray loss) {
        if (config.learnsVariance()) {
            INDArray bias = parameters.bias(LearntVariance.LAYER);
            INDArray gradient = DeviceArrays.element(Gradients.of(parameters).by(bias), 0);
            program.minus(arrays.scalar(0.5 * pixels), loss, gradient);
        }
    }
}
