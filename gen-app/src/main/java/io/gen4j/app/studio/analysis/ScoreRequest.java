package io.gen4j.app.studio.analysis;

import io.gen4j.Checks;
import io.gen4j.ConditionalModel;
import io.gen4j.GenerativeModel;
import io.gen4j.app.option.SourceImages;
import io.gen4j.app.report.AnomalyScoring;
import io.gen4j.app.studio.generation.EncodeRequest;
import io.gen4j.data.ImageDataset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request for scores: of given images, or of the first test images of the run's data.
 *
 * @param images as in an {@link EncodeRequest}
 * @param pixels as in an {@link EncodeRequest}
 * @param label of all given images, for a conditional model
 * @param count test images, 1 to {@value #MAX_COUNT}, instead of given images
 * @param normal the labels of normal images; null for all
 * @param quantile the share of normal training images below the threshold, above 0 and at most 1; 0.95 if null
 * @param calibrate normal training images that give the threshold, 1 to 2000; 200 if null
 * @param draws latents per image for the bounds, 1 to 200; 50 if null
 */
record ScoreRequest(
        @Nullable List<byte[]> images,
        float @Nullable [][] pixels,
        @Nullable String label,
        @Nullable Integer count,
        @Nullable List<String> normal,
        @Nullable Double quantile,
        @Nullable Integer calibrate,
        @Nullable Integer draws) {

    private static final int MAX_COUNT = 256;
    private static final int MAX_CALIBRATE = 2000;
    private static final int MAX_DRAWS = 200;
    private static final int DEFAULT_CALIBRATE = 200;
    private static final int DEFAULT_DRAWS = 50;
    private static final double DEFAULT_QUANTILE = 0.95;

    ScoreRequest {
        if ((count == null) == (images == null && pixels == null)) {
            throw new IllegalArgumentException("give either images, or pixels, or the count of test images");
        }
        if (count != null) {
            Checks.requireWithin("count", count, 1, MAX_COUNT);
            if (label != null) {
                throw new IllegalArgumentException("test images have labels of their own: leave label out");
            }
        }
        if (pixels != null) {
            Checks.requireWithin("the number of images", pixels.length, 1, MAX_COUNT);
        }
        if (normal != null && normal.contains(null)) {
            throw new IllegalArgumentException("normal has a label that is null");
        }
        quantile = quantile == null ? DEFAULT_QUANTILE : quantile;
        calibrate = calibrate == null ? DEFAULT_CALIBRATE : calibrate;
        draws = draws == null ? DEFAULT_DRAWS : draws;
        Checks.requireWithin("calibrate", calibrate, 1, MAX_CALIBRATE);
        Checks.requireWithin("draws", draws, 1, MAX_DRAWS);
        if (!(quantile > 0 && quantile <= 1)) {
            throw new IllegalArgumentException("quantile is " + quantile + ": must be above 0 and at most 1");
        }
    }

    /** Whether test images are scored. */
    boolean isOfData() {
        return count != null;
    }

    AnomalyScoring scoring() {
        return new AnomalyScoring(normal == null ? List.of() : normal, quantile, calibrate, draws);
    }

    /** The images to score. */
    ImageDataset judged(GenerativeModel model, SourceImages data) {
        if (count != null) {
            ImageDataset all = data.test() == null ? data.train() : data.test();
            return all.limit(Math.min(count, all.size()));
        }
        EncodeRequest given = new EncodeRequest(images, pixels, label);
        if (model instanceof ConditionalModel conditional) {
            if (label == null) {
                throw new IllegalArgumentException("label is missing: this model is conditional");
            }
            return given.dataset(
                    model.spec().shape(),
                    conditional.labelIndex(label),
                    model.spec().labelNames());
        }
        if (label != null) {
            throw new IllegalArgumentException("label is " + label + ": a " + model.family() + " takes no labels");
        }
        return given.dataset(model.spec().shape(), 0, List.of());
    }
}
