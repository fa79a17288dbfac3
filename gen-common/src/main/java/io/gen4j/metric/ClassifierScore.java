package io.gen4j.metric;

import io.gen4j.MetricResult;
import io.gen4j.data.ImageDataset;
import io.gen4j.runtime.internal.Arguments;
import java.util.List;

/**
 * The inception score (Salimans et al. 2016, arXiv:1606.03498) with the classifier of the data in Inception's place: exp of
 * the mean, over the images x, of KL(p(l|x) || p(l)). p(l|x) are the probabilities of the labels, p(l) is their mean. From 1
 * to the number of labels; more is better. It is greatest if each image clearly has one label, and all labels are equally
 * frequent. It notices neither copies nor labels with a single image.
 */
public final class ClassifierScore implements ClassifierMetric {

    /** 1 and the rounding of a softmax. */
    private static final double MOST = 1.001;

    @Override
    public String name() {
        return "classifier_score";
    }

    @Override
    public List<MetricResult> measure(ImageDataset images, ImageReference reference) {
        double score = of(reference.classified(images).probabilities());
        return List.of(new MetricResult(name(), score, "", images.size(), "at most the number of labels"));
    }

    /**
     * The score of some probabilities.
     *
     * @param probabilities one row per image, at least one, each adding up to 1
     * @throws IllegalArgumentException if there is no row, rows differ in length, or a number is no probability
     */
    public static double of(float[][] probabilities) {
        int labels = Arguments.requireRows("probabilities", probabilities);
        for (float[] row : probabilities) {
            for (float probability : row) {
                Arguments.requireWithin("one of the probabilities", probability, 0, MOST);
            }
        }
        double[] marginal = new double[labels];
        double negativeEntropy = 0;
        for (float[] row : probabilities) {
            for (int k = 0; k < labels; k++) {
                marginal[k] += row[k] / (double) probabilities.length;
                negativeEntropy += timesLogarithm(row[k]) / probabilities.length;
            }
        }
        double divergence = negativeEntropy;
        for (double share : marginal) {
            divergence -= timesLogarithm(share);
        }
        return Math.exp(divergence);
    }

    private static double timesLogarithm(double p) {
        return p > 0 ? p * Math.log(p) : 0;
    }
}
