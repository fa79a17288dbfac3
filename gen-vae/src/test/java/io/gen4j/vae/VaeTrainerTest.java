package io.gen4j.vae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gen4j.data.Batch;
import io.gen4j.data.ImageShape;
import io.gen4j.model.ImageSpec;
import io.gen4j.nn.GraphParameters;
import io.gen4j.random.RandomStreams;
import io.gen4j.train.Metrics;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The evidence lower bound written out in double precision, beside what the trainer computes. */
class VaeTrainerTest {

    private static final int PIXELS = 6;
    private static final int HIDDEN = 4;
    private static final int LATENT = 2;
    private static final int BATCH = 3;

    private final Vae vae = new Vae(
            VaeConfig.builder().latent(LATENT).hidden(HIDDEN).batchSize(BATCH).build(),
            new ImageSpec(new ImageShape(1, 2, 3), List.of()));
    private final INDArray images = Nd4j.rand(DataType.FLOAT, BATCH, PIXELS);
    private final double[][] noise = noise();

    private double reconstruction;
    private double divergence;

    @Test
    void reportsAndDescendsTheBound() {
        double[] theta = vae.graph().params().toDoubleVector();
        try (GraphParameters parameters = new GraphParameters(vae.graph());
                VaeTrainer trainer = new VaeTrainer(
                        vae, parameters, new RandomStreams(vae.config().seed()))) {
            Metrics metrics = trainer.step(new Batch(images, new int[0]));
            loss(theta);
            assertEquals(reconstruction / BATCH, metrics.value("reconstruction_nats"), 1e-5);
            assertEquals(divergence / BATCH, metrics.value("kl_nats"), 1e-5);
            assertEquals((reconstruction + divergence) / BATCH, metrics.value("loss_nats"), 1e-5);
            for (int i = 0; i < theta.length; i++) {
                assertEquals(difference(theta, i), parameters.gradients().getDouble(i), 5e-5, "parameter " + i);
            }
        }
    }

    @Test
    void evaluatesWithoutLearning() {
        double[] theta = vae.graph().params().toDoubleVector();
        Batch batch = new Batch(images, new int[0]);
        try (GraphParameters parameters = new GraphParameters(vae.graph());
                VaeTrainer trainer = new VaeTrainer(
                        vae, parameters, new RandomStreams(vae.config().seed()))) {
            double first = trainer.evaluate(batch, 0).value("loss_nats");
            assertEquals(first, trainer.evaluate(batch, 0).value("loss_nats"));
        }
        assertArrayEquals(theta, vae.graph().params().toDoubleVector());
    }

    private double difference(double[] theta, int index) {
        double kept = theta[index];
        theta[index] = kept + 1e-6;
        double above = loss(theta);
        theta[index] = kept - 1e-6;
        double below = loss(theta);
        theta[index] = kept;
        return (above - below) / 2e-6;
    }

    private double loss(double[] theta) {
        reconstruction = 0;
        divergence = 0;
        for (int row = 0; row < BATCH; row++) {
            double[] x = images.getRow(row).toDoubleVector();
            int offset = 0;
            double[] hidden = relu(dense(theta, offset, x, HIDDEN));
            offset += (PIXELS + 1) * HIDDEN;
            double[] moments = dense(theta, offset, hidden, 2 * LATENT);
            offset += (HIDDEN + 1) * 2 * LATENT;
            double[] z = new double[LATENT];
            for (int i = 0; i < LATENT; i++) {
                double mean = moments[i];
                double logVariance = moments[LATENT + i];
                z[i] = mean + Math.exp(logVariance / 2) * noise[row][i];
                divergence -= 0.5 * (1 + logVariance - mean * mean - Math.exp(logVariance));
            }
            double[] decoded = relu(dense(theta, offset, z, HIDDEN));
            offset += (LATENT + 1) * HIDDEN;
            double[] logits = dense(theta, offset, decoded, PIXELS);
            for (int i = 0; i < PIXELS; i++) {
                double p = 1 / (1 + Math.exp(-logits[i]));
                reconstruction -= x[i] * Math.log(p) + (1 - x[i]) * Math.log(1 - p);
            }
        }
        return reconstruction + divergence;
    }

    private double[][] noise() {
        RandomGenerator random = new RandomStreams(vae.config().seed()).stream("noise", 1);
        double[][] draws = new double[BATCH][LATENT];
        for (double[] row : draws) {
            for (int i = 0; i < LATENT; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return draws;
    }

    private static double[] dense(double[] theta, int offset, double[] x, int outputs) {
        double[] y = new double[outputs];
        for (int j = 0; j < outputs; j++) {
            y[j] = theta[offset + x.length * outputs + j];
            for (int i = 0; i < x.length; i++) {
                y[j] += theta[offset + j * x.length + i] * x[i];
            }
        }
        return y;
    }

    private static double[] relu(double[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.max(x[i], 0);
        }
        return x;
    }
}
