package io.gen4j.vae;

import io.gen4j.nn.Network;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.runtime.HostMemory;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Each pixel is normally distributed about the decoder's output m, all with one variance v:
 *
 * <pre>-log p(x|z) = 1/2 sum((x - m)^2 / v + log(2 pi v))</pre>
 *
 * <p>with its constant, so that the losses of different variances compare; a density may exceed 1, and so the loss may be
 * negative. The gradient by m is (m - x) / v, that by log v is 1/2 sum(1 - (x - m)^2 / v). Learning v weighs
 * reconstruction against divergence by the data's own noise (Rybkin, Daniilidis and Levine 2021, arXiv:2006.13202).
 */
final class GaussianPixels implements PixelDistribution {

    private static final int BLOCK = 1024;

    private final DoubleSupplier logVariance;
    private final DoubleConsumer gradientByLogVariance;

    private GaussianPixels(DoubleSupplier logVariance, DoubleConsumer gradientByLogVariance) {
        this.logVariance = logVariance;
        this.gradientByLogVariance = gradientByLogVariance;
    }

    /** A variance that stays as it is, above 0. */
    static GaussianPixels of(double variance) {
        double log = Math.log(variance);
        return new GaussianPixels(() -> log, gradient -> {});
    }

    /** A variance among the parameters, whose gradient is written whenever a likelihood is computed. */
    static GaussianPixels learning(LearntVariance variance) {
        return new GaussianPixels(variance::log, variance::writeGradient);
    }

    @Override
    public Network newDecoder(VaeArchitecture architecture, GraphParameters parameters) {
        return architecture.newDecoder(parameters);
    }

    @Override
    public double negativeLogLikelihood(INDArray outputs, INDArray images, INDArray gradient) {
        double log = logVariance.getAsDouble();
        double squares = squares(outputs, images, gradient, (float) Math.exp(-log)) / Math.exp(log);
        long pixels = outputs.length();
        gradientByLogVariance.accept(0.5 * (pixels - squares));
        return 0.5 * (squares + pixels * (Math.log(2 * Math.PI) + log));
    }

    @Override
    public double logLikelihood(float[] output, float[] image) {
        double log = logVariance.getAsDouble();
        double squares = 0;
        for (int i = 0; i < output.length; i++) {
            double difference = output[i] - image[i];
            squares += difference * difference;
        }
        return -0.5 * (squares / Math.exp(log) + output.length * (Math.log(2 * Math.PI) + log));
    }

    /** The sum of (x - m)^2; the gradient is m - x times {@code precision}. */
    private static double squares(INDArray outputs, INDArray images, INDArray gradient, float precision) {
        float[] m = new float[BLOCK];
        float[] x = new float[BLOCK];
        double sum = 0;
        for (long start = 0; start < outputs.length(); start += BLOCK) {
            int count = (int) Math.min(BLOCK, outputs.length() - start);
            HostMemory.read(outputs, start, m, count);
            HostMemory.read(images, start, x, count);
            for (int i = 0; i < count; i++) {
                float difference = m[i] - x[i];
                sum += difference * difference;
                m[i] = difference * precision;
            }
            HostMemory.write(m, gradient, start, count);
        }
        return sum;
    }
}
