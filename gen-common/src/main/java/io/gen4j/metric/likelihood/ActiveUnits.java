package io.gen4j.metric.likelihood;

import io.gen4j.EvaluationData;
import io.gen4j.MetricResult;
import io.gen4j.ModelMetric;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.ImageDataset;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How many of the latent's numbers the encoder uses: those with Var_x(E[z|x]) > 0.01 over the images x, where the prior's
 * variance is 1 (Burda, Grosse and Salakhutdinov 2015, section 5.2). The decoder ignores the others.
 */
public final class ActiveUnits implements ModelMetric {

    private static final double THRESHOLD = 0.01;
    private static final int AT_ONCE = 128;

    private final LatentDensities model;

    /** Of a model that lives as long as this is used. */
    public ActiveUnits(LatentDensities model) {
        Objects.requireNonNull(model, "model");
        this.model = model;
    }

    @Override
    public String name() {
        return "active_units";
    }

    @Override
    public List<MetricResult> measure(EvaluationData data) {
        String note =
                "Of " + model.latentSize() + " in a latent; active are those whose mean varies by more than 0.01.";
        int count = count(data.test(), data.seed());
        return List.of(new MetricResult(name(), count, "", data.test().size(), note));
    }

    /**
     * Counts them.
     *
     * @param images of the model's shape, at least 2; binarized by the seed if the model is of black and white pixels
     * @return 0 to {@link LatentDensities#latentSize()}
     */
    public int count(ImageDataset images, long seed) {
        Objects.requireNonNull(images, "images");
        double[] variances = variancesOfMeans(model.isBinary() ? images.binarized(seed) : images, seed);
        int active = 0;
        for (double variance : variances) {
            active += variance > THRESHOLD ? 1 : 0;
        }
        return active;
    }

    /** By Welford's recurrence, which loses no digits to a large mean. */
    private double[] variancesOfMeans(ImageDataset images, long seed) {
        Batches batches = new Batches(images, AT_ONCE, model.pixelRange(), seed, Batches.LastBatch.KEEP);
        double[] mean = new double[model.latentSize()];
        double[] squares = new double[mean.length];
        int count = 0;
        for (int first = 0; first < images.size(); first += AT_ONCE) {
            int end = Math.min(images.size(), first + AT_ONCE);
            Batch batch = batches.of(IntStream.range(first, end).toArray());
            try (INDArray moments = model.posterior(batch)) {
                for (Posterior posterior : Posterior.rows(moments, mean.length)) {
                    count++;
                    for (int i = 0; i < mean.length; i++) {
                        double difference = posterior.means()[i] - mean[i];
                        mean[i] += difference / count;
                        squares[i] += difference * (posterior.means()[i] - mean[i]);
                    }
                }
            } finally {
                batch.images().close();
            }
        }
        for (int i = 0; i < squares.length; i++) {
            squares[i] /= count;
        }
        return squares;
    }
}
