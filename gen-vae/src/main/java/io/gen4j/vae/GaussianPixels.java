package io.gen4j.vae;

import io.gen4j.nn.Network;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.runtime.HostMemory;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A normal distribution of each pixel with the decoder's output m as its mean. All pixels share one variance v:
 *
 * <pre>-log p(x|z) = 1/2 sum((x - m)^2 / v + log(2 pi v))</pre>
 *
 * <p>The constant is included, so losses of different variances are comparable. A density may exceed 1, so the loss may
 * be negative. The gradient with respect to m is (m - x) / v. The gradient with respect to log v is 1/2 sum(1 - (x -
 * m)^2 / v).
 *
 * <p>A learnt v balances reconstruction and divergence by the noise of the data (Rybkin, Daniilidis and Levine 2021,
 * arXiv:2006.13202).
 */
final class GaussianPixels implements PixelDistribution {

    private static final int BLOCK = 1024;

    private final DoubleSupplier logVariance;
    private final DoubleConsumer gradientByLogVariance;

    private GaussianPixels(DoubleSupplier logVariance, DoubleConsumer gradientByLogVariance) {
        this.logVariance = logVariance;
        this.gradientByLogVariance = gradientByLogVariance;
    }

    /** Uses a fixed variance, above 0. */
    static GaussianPixels of(double variance) {
        double log = Math.log(variance);
        return new GaussianPixels(() -> log, gradient -> {});
    }

    /** Uses a variance that is one of the parameters. Each computation of a likelihood writes its gradient. */
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
    public double[] negativeLogLikelihoods(INDArray outputs, INDArray images, INDArray gradient) {
        double log = logVariance.getAsDouble();
        float precision = (float) Math.exp(-log);
        int width = (int) outputs.size(1);
        int rows = (int) outputs.size(0);
        int perImage = rows / (int) images.size(0);
        float[] m = new float[width];
        float[] x = new float[width];
        double[] losses = new double[rows];
        for (int row = 0; row < rows; row++) {
            HostMemory.read(outputs, (long) row * width, m, width);
            HostMemory.read(images, (long) (row / perImage) * width, x, width);
            double squares = 0;
            for (int i = 0; i < width; i++) {
                float difference = m[i] - x[i];
                squares += difference * difference;
                m[i] = difference * precision;
            }
            HostMemory.write(m, gradient, (long) row * width, width);
            losses[row] = 0.5 * squares / Math.exp(log) + constant(width, log);
        }
        return losses;
    }

    /** The part of a row's loss that does not depend on the distance. */
    private static double constant(long pixels, double logVariance) {
        return 0.5 * pixels * (Math.log(2 * Math.PI) + logVariance);
    }

    /** Also writes the gradient with respect to log v, 1/2 of each pixel less the part of its loss by the distance. */
    @Override
    public void weigh(INDArray gradient, double[] losses, float[] weights) {
        PixelDistribution.super.weigh(gradient, losses, weights);
        long pixels = gradient.size(1);
        double constant = constant(pixels, logVariance.getAsDouble());
        double sum = 0;
        for (int row = 0; row < losses.length; row++) {
            sum += weights[row] * (0.5 * pixels - (losses[row] - constant));
        }
        gradientByLogVariance.accept(sum);
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

    /** Computes the sum of (x - m)^2. Writes the gradient, {@code precision} times m - x. */
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
