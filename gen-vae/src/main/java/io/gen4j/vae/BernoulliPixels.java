package io.gen4j.vae;

import io.gen4j.nn.Network;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.optim.BinaryCrossEntropy;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A Bernoulli distribution of each pixel, with the decoder's probability p of white: -log p(x|z) = -sum(x log p + (1 -
 * x) log(1 - p)). The formula is used for grey pixels too. The decoder's outputs are logits.
 */
final class BernoulliPixels implements PixelDistribution {

    @Override
    public Network newDecoder(VaeArchitecture architecture, GraphParameters parameters) {
        return architecture.newLogitDecoder(parameters);
    }

    @Override
    public double negativeLogLikelihood(INDArray outputs, INDArray images, INDArray gradient) {
        return BinaryCrossEntropy.sum(outputs, images, gradient);
    }

    @Override
    public double[] negativeLogLikelihoods(INDArray outputs, INDArray images, INDArray gradient) {
        return BinaryCrossEntropy.rows(outputs, images, gradient);
    }

    @Override
    public double logLikelihood(float[] output, float[] image) {
        return -BinaryCrossEntropy.sum(output, image);
    }
}
