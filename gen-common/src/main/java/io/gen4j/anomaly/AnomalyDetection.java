package io.gen4j.anomaly;

import io.gen4j.Checks;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import org.apache.commons.math3.stat.ranking.NaturalRanking;

/**
 * How well scores tell anomalies from normal images, over all thresholds.
 *
 * @param rocArea the area under the receiver operating characteristic: the probability that an anomaly scores higher than a
 *     normal image, ties counting half; 0.5 is chance (Fawcett 2006)
 * @param averagePrecision the mean of the precision at each anomaly's score, weighted by the recall gained; chance is the share of
 *     anomalies
 */
public record AnomalyDetection(double rocArea, double averagePrecision) {

    /** @throws IllegalArgumentException if a value is not from 0 to 1 */
    public AnomalyDetection {
        Checks.requireWithin("area under the ROC curve (rocArea)", rocArea, 0, 1);
        Checks.requireWithin("average precision", averagePrecision, 0, 1);
    }

    /**
     * Measures scores of images whose kind is known.
     *
     * @param scores higher for an image that is less normal
     * @param anomalous which images are anomalies
     * @throws IllegalArgumentException if the lengths differ, a score is NaN, or one of the two kinds is missing
     */
    public static AnomalyDetection of(double[] scores, boolean[] anomalous) {
        if (scores.length != anomalous.length) {
            throw new IllegalArgumentException(scores.length + " scores for " + anomalous.length + " images");
        }
        requireNumbers(scores);
        int anomalies = (int)
                IntStream.range(0, anomalous.length).filter(i -> anomalous[i]).count();
        if (anomalies == 0 || anomalies == scores.length) {
            throw new IllegalArgumentException(anomalies + " of " + scores.length
                    + " images are anomalies: both normal images and anomalies are needed");
        }
        return new AnomalyDetection(
                rocArea(scores, anomalous, anomalies), averagePrecision(scores, anomalous, anomalies));
    }

    /**
     * The score below which a share of normal images lies.
     *
     * @param normalScores of images that are known to be normal, at least one
     * @param quantile above 0, and at most 1
     * @throws IllegalArgumentException if there is no score, one is NaN, or the quantile lies outside its range
     */
    public static double threshold(double[] normalScores, double quantile) {
        if (!(quantile > 0 && quantile <= 1)) {
            throw new IllegalArgumentException("quantile is " + quantile + ": must be above 0 and at most 1");
        }
        if (normalScores.length == 0) {
            throw new IllegalArgumentException("there are no scores of normal images");
        }
        requireNumbers(normalScores);
        return new Percentile().withEstimationType(EstimationType.R_7).evaluate(normalScores, 100 * quantile);
    }

    private static void requireNumbers(double[] scores) {
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                throw new IllegalArgumentException("the score of image " + i + " is NaN: the model is damaged");
            }
        }
    }

    /** From the anomalies' ranks among all scores (Mann and Whitney 1947). */
    private static double rocArea(double[] scores, boolean[] anomalous, int anomalies) {
        double[] ranks = new NaturalRanking().rank(scores);
        double sum = IntStream.range(0, ranks.length)
                .filter(i -> anomalous[i])
                .mapToDouble(i -> ranks[i])
                .sum();
        double least = anomalies * (anomalies + 1.0) / 2;
        return (sum - least) / ((double) anomalies * (scores.length - anomalies));
    }

    /** Images of equal scores are found at once, so that their order does not matter. */
    private static double averagePrecision(double[] scores, boolean[] anomalous, int anomalies) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double sum = 0;
        int found = 0;
        int from = 0;
        while (from < order.length) {
            double score = scores[order[from]];
            int first = from;
            int to = (int) Arrays.stream(order, first, order.length)
                            .takeWhile(i -> scores[i] == score)
                            .count()
                    + first;
            int here = (int)
                    Arrays.stream(order, first, to).filter(i -> anomalous[i]).count();
            found += here;
            sum += here * ((double) found / to);
            from = to;
        }
        return sum / anomalies;
    }
}
