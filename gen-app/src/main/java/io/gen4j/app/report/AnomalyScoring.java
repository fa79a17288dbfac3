package io.gen4j.app.report;

import io.gen4j.Checks;
import io.gen4j.EncoderModel;
import io.gen4j.MetricProgress;
import io.gen4j.anomaly.AnomalyDetection;
import io.gen4j.anomaly.ImageScore;
import io.gen4j.anomaly.ImageScorer;
import io.gen4j.data.ImageDataset;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scores images by an autoencoder, with a threshold from normal training images. Use it to find images unlike those
 * that the model learnt from.
 *
 * @param normal the labels of normal images; empty if all training images are normal
 * @param quantile the share of normal training images below the threshold
 * @param calibrate how many normal training images give the threshold
 * @param draws latents per image for the bounds on the likelihood
 */
public record AnomalyScoring(List<String> normal, double quantile, int calibrate, int draws) {

    private static final int MAX_CALIBRATE = 10_000_000;
    private static final int MAX_DRAWS = 1_000_000;

    /** @throws IllegalArgumentException if a number is outside its range */
    public AnomalyScoring {
        normal = List.copyOf(normal);
        Checks.requireWithin("calibrate", calibrate, 1, MAX_CALIBRATE);
        Checks.requireWithin("draws", draws, 1, MAX_DRAWS);
    }

    /**
     * The scores of some images.
     *
     * @param scores in the images' order
     * @param threshold of the scores
     * @param calibrated how many training images gave the threshold
     * @param detection how well the scores tell anomalies; null unless there are both normal images and anomalies
     */
    public record Scored(
            List<ImageScore> scores,
            double threshold,
            int calibrated,
            @Nullable AnomalyDetection detection) {

        /** The number of images above the threshold. */
        public long above() {
            return scores.stream().filter(score -> score.value() > threshold).count();
        }

        /** The name of the scores that the threshold refers to. */
        public String measure() {
            return Double.isNaN(scores.get(0).negativeLogLikelihood())
                    ? "reconstruction_mse"
                    : "negative_log_likelihood_nats";
        }
    }

    /**
     * Scores images.
     *
     * @param train gives the threshold
     * @param judged images of the same shape
     * @throws IllegalArgumentException if no training image has a normal label, or there is no such label
     */
    public Scored score(EncoderModel model, ImageDataset train, ImageDataset judged, MetricProgress progress) {
        boolean[] normalLabels = normalLabels(train);
        ImageDataset calibration = normalImages(train, normalLabels);
        ImageScorer scorer = new ImageScorer(model, draws, model.config().seed());
        double threshold = AnomalyDetection.threshold(values(scorer.score(calibration, progress)), quantile);
        List<ImageScore> scores = scorer.score(judged, progress);
        return new Scored(scores, threshold, calibration.size(), detection(scores, normalLabels));
    }

    private static @Nullable AnomalyDetection detection(List<ImageScore> scores, boolean[] normalLabels) {
        if (normalLabels.length == 0 || scores.get(0).label() < 0) {
            return null;
        }
        boolean[] anomalous = new boolean[scores.size()];
        for (int i = 0; i < anomalous.length; i++) {
            anomalous[i] = !normalLabels[scores.get(i).label()];
        }
        int anomalies = (int)
                IntStream.range(0, anomalous.length).filter(i -> anomalous[i]).count();
        return anomalies == 0 || anomalies == anomalous.length ? null : AnomalyDetection.of(values(scores), anomalous);
    }

    /** Which labels are normal; empty if none are named. */
    private boolean[] normalLabels(ImageDataset images) {
        boolean[] labels =
                new boolean[normal.isEmpty() ? 0 : images.labelNames().size()];
        for (String name : normal) {
            int index = images.labelNames().indexOf(name);
            if (index < 0) {
                throw new IllegalArgumentException("--normal is " + name + ": " + images.name() + " has "
                        + (images.labelNames().isEmpty()
                                ? "no labels"
                                : "the labels " + String.join(", ", images.labelNames())));
            }
            labels[index] = true;
        }
        return labels;
    }

    private ImageDataset normalImages(ImageDataset images, boolean[] normalLabels) {
        int[] chosen = IntStream.range(0, images.size())
                .filter(i -> normalLabels.length == 0 || normalLabels[images.label(i)])
                .limit(calibrate)
                .toArray();
        if (chosen.length == 0) {
            throw new IllegalArgumentException("--normal is " + String.join(",", normal) + ": no training image of "
                    + images.name() + " has that label");
        }
        return images.select(chosen);
    }

    private static double[] values(List<ImageScore> scores) {
        return scores.stream().mapToDouble(ImageScore::value).toArray();
    }
}
