package io.gen4j.vae;

import io.gen4j.nn.Network;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.HostFloats;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The distribution p(x|z) of an image given its latent. */
interface PixelDistribution {

    /** The distribution in the settings. A learnt variance is one of {@code parameters}. */
    static PixelDistribution of(VaeConfig config, GraphParameters parameters) {
        return switch (config.output()) {
            case BERNOULLI -> new BernoulliPixels();
            case GAUSSIAN ->
                config.learnsVariance()
                        ? GaussianPixels.learning(new LearntVariance(parameters))
                        : GaussianPixels.of(config.variance());
        };
    }

    /** Makes the decoder for {@link #negativeLogLikelihood}. */
    Network newDecoder(VaeArchitecture architecture, GraphParameters parameters);

    /**
     * Computes -log p(x|z) in nats, summed over the pixels and the batch.
     *
     * @param outputs the decoder's outputs, {@code [n, pixels]}, 'c' order
     * @param images of the same shape
     * @param gradient of the same shape; receives the gradient of the sum with respect to the outputs
     */
    double negativeLogLikelihood(INDArray outputs, INDArray images, INDArray gradient);

    /**
     * Computes -log p(x|z) of each output of the decoder, in nats.
     *
     * @param outputs the decoder's outputs, {@code [n m, pixels]}, 'c' order: m for the first image, m for the second,
     *     and so on
     * @param images {@code [n, pixels]}, 'c' order
     * @param gradient of the shape of the outputs; receives the gradient of the sum with respect to the outputs
     * @return one number per output
     */
    double[] negativeLogLikelihoods(INDArray outputs, INDArray images, INDArray gradient);

    /**
     * Replaces the gradient of the sum by that of a weighted sum.
     *
     * @param gradient as {@link #negativeLogLikelihoods} wrote it; each row is multiplied by its weight
     * @param losses as {@link #negativeLogLikelihoods} returned them
     * @param weights one per row
     */
    default void weigh(INDArray gradient, double[] losses, float[] weights) {
        int width = (int) gradient.size(1);
        float[] row = new float[width];
        HostFloats values = HostFloats.of(gradient);
        for (int r = 0; r < weights.length; r++) {
            values.read((long) r * width, row, width);
            for (int i = 0; i < width; i++) {
                row[i] *= weights[r];
            }
            values.write(row, (long) r * width, width);
        }
    }

    /**
     * Computes log p(x|z) in nats, summed over the pixels.
     *
     * @param output the decoder's output for one latent
     * @param image one image
     */
    double logLikelihood(float[] output, float[] image);

    /**
     * Computes log p(x|z) for each output of the decoder, in parallel.
     *
     * @param outputs the decoder's outputs, {@code [n m, pixels]}, 'c' order: m for the first image, m for the second,
     *     and so on
     * @param images {@code [n, pixels]}, 'c' order
     * @return one number per output
     */
    default double[] logLikelihoods(INDArray outputs, INDArray images) {
        int width = (int) images.size(1);
        int rows = (int) outputs.size(0);
        int perImage = rows / (int) images.size(0);
        return IntStream.range(0, rows)
                .parallel()
                .mapToDouble(row -> logLikelihood(row(outputs, row, width), row(images, row / perImage, width)))
                .toArray();
    }

    private static float[] row(INDArray array, int row, int width) {
        float[] values = new float[width];
        HostMemory.read(array, (long) row * width, values, width);
        return values;
    }
}
