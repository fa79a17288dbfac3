package io.gen4j.metric.likelihood;

import io.gen4j.EvaluationData;
import io.gen4j.MetricProgress;
import io.gen4j.MetricResult;
import io.gen4j.ModelMetric;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.ImageDataset;
import io.gen4j.prior.LatentPrior;
import io.gen4j.random.RandomStreams;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Lower bounds on the log likelihood log p(x) of test images, from k latents z ~ q(z|x) drawn for each image:
 *
 * <ul>
 *   <li>the evidence lower bound, E[log p(x|z)] - KL(q(z|x) || p(z)) (Kingma and Welling 2014), with the mean of the draws for
 *       the expectation. The divergence is in closed form if the prior is standard normal, and else the mean of the draws too;
 *   <li>the importance-weighted bound log(1/k sum(w)) with the weights w = p(x|z) p(z) / q(z|x) (Burda, Grosse and Salakhutdinov
 *       2015, arXiv:1509.00519). Its expectation grows with k, from the evidence lower bound at k = 1 to log p(x); papers
 *       report it for k = 5000.
 * </ul>
 *
 * <p>Each image's draws follow from the seed and the image's number. They are decoded some hundreds at a time, so memory does not
 * grow with k.
 */
public final class LikelihoodBounds implements ModelMetric {

    /** Latents decoded together. */
    private static final int ROWS = 512;

    private final LatentDensities model;

    /** Of a model that lives as long as this is used. */
    public LikelihoodBounds(LatentDensities model) {
        Objects.requireNonNull(model, "model");
        this.model = model;
    }

    /**
     * The bounds of one image, or their means over images, in nats per image.
     *
     * @param reconstruction -E[log p(x|z)] under q(z|x)
     * @param divergence KL(q(z|x) || p(z)), 0 or more up to the error of its estimate
     * @param importanceWeighted the importance-weighted bound on log p(x)
     */
    public record Bounds(double reconstruction, double divergence, double importanceWeighted) {

        /** The evidence lower bound on log p(x). */
        public double evidence() {
            return -reconstruction - divergence;
        }
    }

    @Override
    public String name() {
        return "likelihood_bounds";
    }

    @Override
    public List<MetricResult> measure(EvaluationData data) {
        Bounds bounds = estimate(data.test(), data.draws(), data.seed(), data.progress());
        String unit = "nats per image";
        int images = data.test().size();
        List<String> notes = new ArrayList<>();
        if (!model.likelihoodNote().isEmpty()) {
            notes.add(model.likelihoodNote());
        }
        if (model.isBinary()) {
            notes.add("The test images were made black and white once, by the seed " + data.seed() + ".");
        }
        String[] common = notes.toArray(String[]::new);
        notes.add("An upper bound on the negative log likelihood, which falls as k grows (Burda et al. 2015).");
        return List.of(
                new MetricResult("elbo_nats", bounds.evidence(), unit, images, common),
                new MetricResult("reconstruction_nats", bounds.reconstruction(), unit, images, common),
                new MetricResult("kl_nats", bounds.divergence(), unit, images),
                new MetricResult(
                        "nll_iwae_" + data.draws() + "_nats",
                        -bounds.importanceWeighted(),
                        unit,
                        images,
                        notes.toArray(String[]::new)));
    }

    /**
     * Estimates the bounds' means over the images; the arguments are those of {@link #estimateEach}.
     *
     * @throws IllegalArgumentException if {@code draws} is less than 1
     */
    public Bounds estimate(ImageDataset images, int draws, long seed, MetricProgress progress) {
        Objects.requireNonNull(images, "images");
        List<Bounds> each = estimateEach(images, draws, seed, progress);
        return new Bounds(
                each.stream().mapToDouble(Bounds::reconstruction).sum() / each.size(),
                each.stream().mapToDouble(Bounds::divergence).sum() / each.size(),
                each.stream().mapToDouble(Bounds::importanceWeighted).sum() / each.size());
    }

    /**
     * Estimates the bounds of every image.
     *
     * @param images of the model's shape; if the model {@link LatentDensities#isBinary() is binary}, they are binarized by the
     *     seed, which leaves black and white images as they are
     * @param draws k, the latents drawn for each image, at least 1
     * @param seed of the draws: the same seed gives the same numbers
     * @param progress hears of every image
     * @return one per image, in the images' order
     * @throws IllegalArgumentException if {@code draws} is less than 1
     */
    public List<Bounds> estimateEach(ImageDataset images, int draws, long seed, MetricProgress progress) {
        Objects.requireNonNull(images, "images");
        if (draws < 1) {
            throw new IllegalArgumentException("draws is " + draws + ": must be at least 1");
        }
        ImageDataset observed = model.isBinary() ? images.binarized(seed) : images;
        int atOnce = Math.max(1, ROWS / draws);
        Batches batches = new Batches(observed, atOnce, model.pixelRange(), seed, Batches.LastBatch.KEEP);
        LatentPrior prior = model.prior();
        List<Bounds> bounds = new ArrayList<>();
        for (int first = 0; first < observed.size(); first += atOnce) {
            int end = Math.min(observed.size(), first + atOnce);
            Batch batch = batches.of(IntStream.range(first, end).toArray());
            try (INDArray moments = model.posterior(batch)) {
                bounds.addAll(new Draws(prior, batch, moments, first, seed).bounds(draws));
            } finally {
                batch.images().close();
            }
            progress.reached("likelihood bounds, " + draws + " draws per image", (double) end / observed.size());
        }
        return bounds;
    }

    /** Latents drawn for some images. */
    private final class Draws {

        private final LatentPrior prior;
        private final Batch batch;
        private final Posterior[] posteriors;
        private final RandomGenerator[] random;
        private final LogMeanExp[] weights;
        private final int size = model.latentSize();

        Draws(LatentPrior prior, Batch batch, INDArray moments, int firstIndex, long seed) {
            this.prior = prior;
            this.batch = batch;
            RandomStreams streams = new RandomStreams(seed);
            int n = batch.size();
            posteriors = Posterior.rows(moments, size);
            random = new RandomGenerator[n];
            weights = new LogMeanExp[n];
            for (int i = 0; i < n; i++) {
                random[i] = streams.stream("importance samples", firstIndex + i);
                weights[i] = new LogMeanExp();
            }
        }

        List<Bounds> bounds(int draws) {
            double[] logLikelihoods = new double[posteriors.length];
            double[] logRatios = new double[posteriors.length];
            for (int done = 0; done < draws; done += ROWS) {
                draw(Math.min(ROWS, draws - done), logLikelihoods, logRatios);
            }
            List<Bounds> bounds = new ArrayList<>();
            for (int i = 0; i < posteriors.length; i++) {
                double divergence = prior.isStandardNormal() ? posteriors[i].divergence() : -logRatios[i] / draws;
                bounds.add(new Bounds(-logLikelihoods[i] / draws, divergence, weights[i].get()));
            }
            return bounds;
        }

        /** Draws so many latents for each image. Adds each image's log p(x|z) and log(p(z) / q(z|x)) to its sums. */
        private void draw(int count, double[] sums, double[] ratioSums) {
            int rows = posteriors.length * count;
            float[] latents = new float[rows * size];
            double[] logRatios = new double[rows];
            for (int row = 0; row < rows; row++) {
                int image = row / count;
                logRatios[row] = prior.isStandardNormal()
                        ? posteriors[image].draw(random[image], latents, row * size)
                        : posteriors[image].drawAlone(random[image], latents, row * size);
            }
            try (INDArray array = NativeArrays.uninitialized(rows, size)) {
                HostMemory.write(latents, array, 0, latents.length);
                if (!prior.isStandardNormal()) {
                    addLogPriors(array, logRatios);
                }
                double[] logLikelihoods = model.logLikelihoods(batch, array);
                for (int row = 0; row < rows; row++) {
                    weights[row / count].add(logLikelihoods[row] + logRatios[row]);
                    sums[row / count] += logLikelihoods[row];
                    ratioSums[row / count] += logRatios[row];
                }
            }
        }

        private void addLogPriors(INDArray latents, double[] logRatios) {
            double[] logPriors = prior.logDensities(latents);
            for (int row = 0; row < logRatios.length; row++) {
                logRatios[row] += logPriors[row];
            }
        }
    }
}
