package io.gen4j.metric;

import io.gen4j.MetricResult;
import io.gen4j.data.ImageDataset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoubleConsumer;

/**
 * A Parzen window's log-likelihood of test images, in nats per image (Breuleux, Bengio and Vincent 2011; Goodfellow et al.
 * 2014, arXiv:1406.2661). The judged images s become a density: the mean of the normal densities around them, with the
 * deviation w in every pixel, log p(x) = log (1/n) sum exp(-|x - s|² / 2 w²) - d/2 log(2 pi w²), for d pixels from 0 to 1. The
 * width w is the one of 20 between 0.05 and 1 under which some training images are most likely.
 *
 * <p>Use it only to compare with figures of 2014. In so many dimensions it says little about images: a model that draws cluster
 * centres alone beats the data themselves (Theis, van den Oord and Bethge 2016, arXiv:1511.01844).
 */
public final class ParzenWindow implements ImageMetric {

    private static final int WIDTHS = 20;
    private static final double LEAST = 0.05;
    private static final double MOST = 1;

    @Override
    public String name() {
        return "parzen_log_likelihood";
    }

    @Override
    public List<MetricResult> measure(ImageDataset images, ImageReference reference) {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(images, "images");
        DoubleConsumer progress = share -> reference.progress().reached("Parzen windows", share);
        Points centres = Points.pixels(images);
        double width = bestWidth(centres, Points.pixels(reference.validation()), progress);
        double[] likelihoods =
                logLikelihoods(centres, Points.pixels(reference.test()), new double[] {width}, progress)[0];
        double mean = mean(likelihoods);
        double variance = 0;
        for (double likelihood : likelihoods) {
            variance += (likelihood - mean) * (likelihood - mean) / Math.max(1, likelihoods.length - 1);
        }
        return List.of(new MetricResult(
                name(),
                mean,
                "nats per image",
                images.size(),
                String.format(
                        Locale.ROOT,
                        "standard error %.1f, width %.3f, on %d test images",
                        Math.sqrt(variance / likelihoods.length),
                        width,
                        likelihoods.length),
                "for comparison with papers of 2014 only: it says little about images (Theis et al. 2016)"));
    }

    /** The width, among {@value #WIDTHS} between {@value #LEAST} and {@value #MOST}, under which points are most likely. */
    static double bestWidth(Points centres, Points validation, DoubleConsumer progress) {
        double[] widths = new double[WIDTHS];
        for (int i = 0; i < WIDTHS; i++) {
            widths[i] = LEAST * Math.pow(MOST / LEAST, i / (WIDTHS - 1.0));
        }
        double[][] likelihoods = logLikelihoods(centres, validation, widths, progress);
        int best = 0;
        for (int i = 1; i < WIDTHS; i++) {
            best = mean(likelihoods[i]) > mean(likelihoods[best]) ? i : best;
        }
        return widths[best];
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /**
     * The log-likelihood of points.
     *
     * @return nats, one row per width, one column per point
     */
    static double[][] logLikelihoods(Points centres, Points points, double[] widths, DoubleConsumer progress) {
        // Sums of exponentials, scaled so that the greatest is 1.
        double[][] sums = new double[widths.length][points.size()];
        double[] least = new double[points.size()];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        new SquaredDistances(points, centres)
                .forEach(
                        (index, first, distances, count) -> {
                            double before = least[index];
                            for (int j = 0; j < count; j++) {
                                least[index] = Math.min(least[index], distances[j]);
                            }
                            for (int w = 0; w < widths.length; w++) {
                                double scale = -0.5 / (widths[w] * widths[w]);
                                double sum = sums[w][index] == 0
                                        ? 0
                                        : sums[w][index] * Math.exp(scale * (before - least[index]));
                                sums[w][index] = sum + sum(distances, count, least[index], scale);
                            }
                        },
                        progress);
        for (int w = 0; w < widths.length; w++) {
            double square = widths[w] * widths[w];
            double normalization = Math.log(centres.size()) + 0.5 * points.dimension() * Math.log(2 * Math.PI * square);
            for (int i = 0; i < points.size(); i++) {
                sums[w][i] = Math.log(sums[w][i]) - least[i] / (2 * square) - normalization;
            }
        }
        return sums;
    }

    private static double sum(float[] distances, int count, double least, double scale) {
        double sum = 0;
        for (int j = 0; j < count; j++) {
            double exponent = scale * (distances[j] - least);
            // A double does not resolve smaller terms.
            sum += exponent > -40 ? Math.exp(exponent) : 0;
        }
        return sum;
    }
}
