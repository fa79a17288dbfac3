package io.gen4j.vae;

import io.gen4j.nn.GraphParameters;
import io.gen4j.nn.Network;
import org.nd4j.linalg.api.ndarray.INDArray;

/** p(x|z): how likely the decoder holds an image to be. */
interface PixelDistribution {

    /** The distribution that the settings ask for; a learnt variance is among {@code parameters}. */
    static PixelDistribution of(VaeConfig config, GraphParameters parameters) {
        return switch (config.output()) {
            case BERNOULLI -> new BernoulliPixels();
            case GAUSSIAN ->
                config.learnsVariance()
                        ? GaussianPixels.learning(new LearntVariance(parameters))
                        : GaussianPixels.of(config.variance());
        };
    }

    /** The decoder whose outputs {@link #negativeLogLikelihood} takes. */
    Network newDecoder(VaeArchitecture architecture, GraphParameters parameters);

    /**
     * -log p(x|z) in nats, summed over the pixels and the batch.
     *
     * @param outputs of the decoder, {@code [n, pixels]}, 'c' order
     * @param images as many
     * @param gradient as many; receives the gradient of the sum by the outputs
     */
    double negativeLogLikelihood(INDArray outputs, INDArray images, INDArray gradient);
}
