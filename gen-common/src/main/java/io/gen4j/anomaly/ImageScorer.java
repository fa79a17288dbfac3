package io.gen4j.anomaly;

import io.gen4j.EncoderModel;
import io.gen4j.MetricProgress;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.metric.likelihood.LatentDensities;
import io.gen4j.metric.likelihood.LikelihoodBounds;
import io.gen4j.metric.likelihood.LikelihoodBounds.Bounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scores images by a trained autoencoder: the error of its reconstruction, and for a variational one the bounds on the
 * likelihood. Use it to find images unlike those that the model learnt from (An and Cho 2015).
 *
 * <pre>{@code
 * List<ImageScore> scores = new ImageScorer(vae, 50, 42).score(images, MetricProgress.NONE);
 * }</pre>
 */
public final class ImageScorer {

    private static final int AT_ONCE = 100;

    private final EncoderModel model;
    private final int draws;
    private final long seed;

    /**
     * Scores with a model that lives as long as this is used.
     *
     * @param draws latents per image for the bounds, at least 1
     * @param seed of the draws
     * @throws IllegalArgumentException if {@code draws} is less than 1
     */
    public ImageScorer(EncoderModel model, int draws, long seed) {
        Objects.requireNonNull(model, "model");
        if (draws < 1) {
            throw new IllegalArgumentException("draws is " + draws + ": must be at least 1");
        }
        this.model = model;
        this.draws = draws;
        this.seed = seed;
    }

    /**
     * Scores every image.
     *
     * @param images of the model's shape, with its labels if it takes any
     * @return one score per image, in the images' order
     * @throws IllegalArgumentException if the images have another shape
     */
    public List<ImageScore> score(ImageDataset images, MetricProgress progress) {
        Objects.requireNonNull(progress, "progress");
        model.spec().requireShape(images);
        double[] errors = reconstructionErrors(images);
        List<Bounds> bounds = model instanceof LatentDensities densities
                ? new LikelihoodBounds(densities).estimateEach(images, draws, seed, progress)
                : List.of();
        List<ImageScore> scores = new ArrayList<>();
        for (int i = 0; i < errors.length; i++) {
            int label = images.labelNames().isEmpty() ? -1 : images.label(i);
            double elbo = bounds.isEmpty() ? Double.NaN : -bounds.get(i).evidence();
            double likelihood = bounds.isEmpty() ? Double.NaN : -bounds.get(i).importanceWeighted();
            scores.add(new ImageScore(i, label, errors[i], elbo, likelihood));
        }
        return scores;
    }

    private double[] reconstructionErrors(ImageDataset images) {
        double[] errors = new double[images.size()];
        Batches batches = new Batches(images, AT_ONCE, model.pixelRange(), seed, LastBatch.KEEP);
        for (int first = 0; first < errors.length; first += AT_ONCE) {
            int end = Math.min(first + AT_ONCE, errors.length);
            Batch batch = batches.of(IntStream.range(first, end).toArray());
            try (INDArray given = batch.images();
                    INDArray reconstructed = model.reconstruct(batch);
                    INDArray difference = model.pixelRange()
                            .toUnit(given)
                            .subi(model.pixelRange().toUnit(reconstructed));
                    INDArray squares = difference.muli(difference).mean(1)) {
                for (int i = first; i < end; i++) {
                    errors[i] = squares.getDouble(i - first);
                }
            }
        }
        return errors;
    }
}
