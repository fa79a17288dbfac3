package io.gen4j.metric.likelihood;

import io.gen4j.data.Batch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.PixelRange;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A model whose likelihood is known: two latents, four pixels, x = W z + noise of variance s². The first latent has weight on the
 * first two pixels alone and the second on the others, so that the true posterior has a diagonal covariance.
 *
 * @param shift by which the encoder's mean misses that of the true posterior
 * @param logInflation logarithm of how many times too large the encoder's variances are
 */
record LinearGaussian(double shift, double logInflation) implements LatentDensities {

    private static final double[][] WEIGHTS = {{0.8, -0.5}, {0.3, 1.1}};
    private static final double NOISE = 0.3;

    @Override
    public int latentSize() {
        return 2;
    }

    @Override
    public PixelRange pixelRange() {
        return PixelRange.SIGNED;
    }

    @Override
    public boolean isBinary() {
        return false;
    }

    @Override
    public String likelihoodNote() {
        return "";
    }

    private static double squaredWeight(int latent) {
        return WEIGHTS[latent][0] * WEIGHTS[latent][0] + WEIGHTS[latent][1] * WEIGHTS[latent][1];
    }

    private static double projection(double[] x, int latent) {
        return WEIGHTS[latent][0] * x[2 * latent] + WEIGHTS[latent][1] * x[2 * latent + 1];
    }

    private static double posteriorVariance(int latent) {
        return 1 / (1 + squaredWeight(latent) / NOISE);
    }

    @Override
    public INDArray posterior(Batch batch) {
        float[][] moments = new float[batch.size()][4];
        for (int row = 0; row < moments.length; row++) {
            double[] x = batch.images().getRow(row).toDoubleVector();
            for (int i = 0; i < 2; i++) {
                double variance = posteriorVariance(i);
                moments[row][i] = (float) (variance * projection(x, i) / NOISE + shift);
                moments[row][2 + i] = (float) (Math.log(variance) + logInflation);
            }
        }
        return Nd4j.createFromArray(moments);
    }

    @Override
    public double[] logLikelihoods(Batch batch, INDArray latents) {
        double[] results = new double[(int) latents.size(0)];
        int perImage = results.length / batch.size();
        for (int row = 0; row < results.length; row++) {
            double[] x = batch.images().getRow(row / perImage).toDoubleVector();
            for (int pixel = 0; pixel < 4; pixel++) {
                double mean = WEIGHTS[pixel / 2][pixel % 2] * latents.getDouble(row, pixel / 2);
                double difference = x[pixel] - mean;
                results[row] -= 0.5 * (difference * difference / NOISE + Math.log(2 * Math.PI * NOISE));
            }
        }
        return results;
    }

    /** The mean over the images of log p(x), where x has the covariance W W' + s² I. */
    double logLikelihood(ImageDataset images) {
        double sum = 0;
        for (int index = 0; index < images.size(); index++) {
            byte[] pixels = new byte[4];
            images.copyPixels(index, pixels, 0);
            double[] x = new double[4];
            for (int i = 0; i < 4; i++) {
                x[i] = pixelRange().toValue(pixels[i]);
            }
            for (int i = 0; i < 2; i++) {
                double squares = x[2 * i] * x[2 * i] + x[2 * i + 1] * x[2 * i + 1];
                double weight = squaredWeight(i);
                // By the formula of Sherman and Morrison.
                double quadratic = (squares - Math.pow(projection(x, i), 2) / (NOISE + weight)) / NOISE;
                double determinant = NOISE * (NOISE + weight);
                sum -= 0.5 * (quadratic + Math.log(determinant)) + Math.log(2 * Math.PI);
            }
        }
        return sum / images.size();
    }

    /** KL(q(z|x) || p(z|x)), by which the evidence lower bound misses log p(x); the same for all images. */
    double gap() {
        double gap = 0;
        for (int i = 0; i < 2; i++) {
            gap += 0.5 * (Math.exp(logInflation) + shift * shift / posteriorVariance(i) - 1 - logInflation);
        }
        return gap;
    }
}
