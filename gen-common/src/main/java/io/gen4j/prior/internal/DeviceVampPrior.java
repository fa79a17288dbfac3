package io.gen4j.prior.internal;

import io.gen4j.nn.device.internal.DeviceArrays;
import io.gen4j.nn.device.internal.Gradients;
import io.gen4j.nn.device.internal.NetworkPass;
import io.gen4j.nn.device.internal.Program;
import io.gen4j.nn.graph.GraphParameters;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A mixture of an encoder's distributions of learnt images, as operations. The formulas are those of {@link DiagonalMixture}, with the
 * precisions P and their products with the means m P.
 */
public final class DeviceVampPrior implements DevicePrior {

    private final GraphParameters parameters;
    private final DeviceArrays arrays;
    private final int latent;
    private final INDArray inputs;
    private final INDArray images;
    private final NetworkPass encoder;
    private final INDArray means;
    private final INDArray precisions;
    private final INDArray weightedMeans;
    private INDArray latents = Nd4j.empty(DataType.FLOAT);
    private INDArray squares = Nd4j.empty(DataType.FLOAT);
    private INDArray shares = Nd4j.empty(DataType.FLOAT);

    /**
     * @param inputs the weights whose sigmoids are the pixels, {@code [components, pixels]}
     * @param newEncoder makes an encoder of images, {@code [components, pixels]}, to means and log variances
     */
    public DeviceVampPrior(
            GraphParameters parameters,
            INDArray inputs,
            Function<INDArray, NetworkPass> newEncoder,
            int latent,
            DeviceArrays arrays) {
        this.parameters = parameters;
        this.arrays = arrays;
        this.latent = latent;
        this.inputs = inputs;
        this.images = arrays.zeros(inputs.size(0), inputs.size(1));
        this.encoder = newEncoder.apply(images);
        this.means = arrays.zeros(inputs.size(0), latent);
        this.precisions = arrays.zeros(inputs.size(0), latent);
        this.weightedMeans = arrays.zeros(inputs.size(0), latent);
    }

    private long components() {
        return inputs.size(0);
    }

    @Override
    public void logDensities(Program program, INDArray newLatents, INDArray logs) {
        latents = newLatents;
        squares = arrays.zeros(latents.shape());
        shares = arrays.zeros(latents.size(0), components());
        INDArray greatest = arrays.zeros(logs.shape());
        INDArray products = arrays.zeros(shares.shape());
        program.sigmoid(inputs, images);
        encoder.forward(program);
        INDArray constants = recordMoments(program);
        program.square(latents, squares);
        program.matrixProduct(squares, false, precisions, true, shares);
        program.times(shares, arrays.scalar(-0.5), shares);
        program.matrixProduct(latents, false, weightedMeans, true, products);
        program.plus(shares, products, shares);
        program.plus(shares, DeviceArrays.as(constants, 1, components()), shares);
        program.greatest(shares, greatest, 1);
        program.minus(shares, greatest, shares);
        program.exp(shares, shares);
        program.keptSum(shares, logs, 1);
        program.divided(shares, logs, shares);
        program.log(logs, logs);
        program.plus(logs, greatest, logs);
    }

    /** The precisions and weighted means. Returns -1/2 sum(m² P + log_var) - log(components), {@code [components]}. */
    private INDArray recordMoments(Program program) {
        INDArray logVariance = DeviceArrays.columns(encoder.outputs(), latent, 2L * latent);
        INDArray terms = arrays.zeros(means.shape());
        INDArray constants = arrays.zeros(components());
        program.assign(DeviceArrays.columns(encoder.outputs(), 0, latent), means);
        program.times(logVariance, arrays.scalar(-1), precisions);
        program.exp(precisions, precisions);
        program.times(means, precisions, weightedMeans);
        program.times(means, weightedMeans, terms);
        program.plus(terms, logVariance, terms);
        program.sum(terms, constants, 1);
        program.times(constants, arrays.scalar(-0.5), constants);
        program.minus(constants, arrays.scalar(Math.log(components())), constants);
        return constants;
    }

    /** With the weighted shares r, r (m P) - z (r P). */
    @Override
    public void backward(Program program, INDArray weights, INDArray gradient) {
        INDArray byPrecision = arrays.zeros(latents.shape());
        program.times(shares, weights, shares);
        program.matrixProduct(shares, false, weightedMeans, false, gradient);
        program.matrixProduct(shares, false, precisions, false, byPrecision);
        program.times(byPrecision, latents, byPrecision);
        program.minus(gradient, byPrecision, gradient);
    }

    /** With the sums s of r, and of z and z² by r: by m, (z - m s) P; by log_var, 1/2 ((z² - 2 m z + m² s) P - s). */
    @Override
    public void backwardParameters(Program program, Gradients gradients) {
        INDArray first = arrays.zeros(means.shape());
        INDArray second = arrays.zeros(means.shape());
        INDArray sums = arrays.zeros(components(), 1);
        INDArray byMean = arrays.zeros(means.shape());
        INDArray ones = arrays.filled(1, latents.size(0), 1);
        program.matrixProduct(shares, true, latents, false, first);
        program.matrixProduct(shares, true, squares, false, second);
        program.matrixProduct(shares, true, ones, false, sums);
        // z² - 2 m z + m² s = (z² - m z) - m (z - m s)
        program.times(means, sums, byMean);
        program.minus(first, byMean, byMean);
        program.times(first, means, first);
        program.minus(second, first, second);
        program.times(means, byMean, first);
        program.minus(second, first, second);
        program.times(second, precisions, second);
        program.minus(second, sums, second);
        INDArray byMoments = encoder.outputGradient();
        program.times(byMean, precisions, DeviceArrays.columns(byMoments, 0, latent));
        program.times(second, arrays.scalar(0.5), DeviceArrays.columns(byMoments, latent, 2L * latent));
        recordEncoderGradients(program, gradients);
    }

    private void recordEncoderGradients(Program program, Gradients gradients) {
        Gradients further = Gradients.further(parameters, arrays);
        INDArray byImages = arrays.zeros(images.shape());
        encoder.backward(program, further, byImages);
        program.plus(gradients.flat(), further.flat(), gradients.flat());
        program.add("sigmoid_bp", new INDArray[] {inputs, byImages}, gradients.by(inputs), new long[0]);
    }
}
