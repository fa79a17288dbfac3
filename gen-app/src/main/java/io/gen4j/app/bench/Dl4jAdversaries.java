package io.gen4j.app.bench;

import io.gen4j.ConditionalModel;
import io.gen4j.Latents;
import io.gen4j.Metrics;
import io.gen4j.adversarial.AdversarialModel;
import io.gen4j.adversarial.AdversarialModelConfig;
import io.gen4j.data.Batch;
import io.gen4j.nn.optim.BinaryCrossEntropy;
import io.gen4j.random.RandomStreams;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A generator against a discriminator with the non-saturating loss. It uses labels if the networks take them. */
final class Dl4jAdversaries implements Dl4jTraining {

    private static final List<String> METRICS = List.of("d_loss_nats", "g_loss_nats");

    private final int latentSize;
    private final int labels;
    private final RandomStreams random;
    private final Dl4jGraph generator;
    private final Dl4jGraph discriminator;
    private final boolean separateBatches;
    private long steps;

    Dl4jAdversaries(AdversarialModel<?> model) {
        AdversarialModelConfig config = model.config();
        double rate = config.learningRate();
        this.latentSize = model.latentSize();
        this.labels =
                model instanceof ConditionalModel ? model.spec().labelNames().size() : 0;
        this.random = new RandomStreams(config.seed());
        this.generator = new Dl4jGraph(model.generatorGraph(), rate, config.beta1());
        this.discriminator = new Dl4jGraph(
                        model.discriminatorGraph(),
                        config.adversarial().discriminatorLearningRate(rate),
                        config.beta1())
                .withoutLastActivation();
        this.separateBatches = discriminator.normalizesBatches();
    }

    /**
     * Creates images for the discriminator.
     *
     * @param labels one-hot; ignored if the networks take none
     * @param target 1 if the discriminator should classify the images as real
     */
    private record Images(INDArray rows, INDArray labels, INDArray target) {

        Images and(Images others) {
            return new Images(
                    Nd4j.vstack(rows, others.rows),
                    Nd4j.vstack(labels, others.labels),
                    Nd4j.vstack(target, others.target));
        }
    }

    @Override
    public Metrics step(Batch batch) {
        steps++;
        int n = batch.size();
        Images real = new Images(batch.images(), oneHot(n, batch.labels()), targets(n, 1));
        Images fake = draw(n, "discriminator", 0);
        double discriminatorLoss = separateBatches ? judgeApart(real, fake) : judge(real.and(fake), n);
        discriminator.learn();

        Images passed = draw(n, "generator", 1);
        INDArray logits = forward(passed);
        INDArray gradient = logits.ulike();
        double generatorLoss = BinaryCrossEntropy.sum(logits, passed.target, gradient) / n;
        generator.backward(discriminator.backward(gradient.divi(n)).dup('c'));
        generator.learn();
        return new Metrics(METRICS, discriminatorLoss, generatorLoss);
    }

    private double judgeApart(Images real, Images fake) {
        int n = (int) real.rows.size(0);
        double loss = judge(real, n);
        INDArray gradients = discriminator.gradients().dup();
        loss += judge(fake, n);
        discriminator.gradients().addi(gradients);
        return loss;
    }

    private double judge(Images images, int n) {
        INDArray logits = forward(images);
        INDArray gradient = logits.ulike();
        double loss = BinaryCrossEntropy.sum(logits, images.target, gradient) / n;
        discriminator.backward(gradient.divi(n));
        return loss;
    }

    private INDArray forward(Images images) {
        return labels == 0 ? discriminator.forward(images.rows) : discriminator.forward(images.rows, images.labels);
    }

    private Images draw(int n, String player, double target) {
        int[] drawn = labels == 0 ? new int[0] : drawLabels(n, random.stream(player + " labels", steps));
        INDArray noise = Nd4j.createUninitialized(DataType.FLOAT, n, latentSize);
        Latents.fillNormal(noise, random.stream(player + " noise", steps));
        INDArray hot = oneHot(n, drawn);
        INDArray images = labels == 0 ? generator.forward(noise) : generator.forward(noise, hot);
        return new Images(images, hot, targets(n, target));
    }

    private int[] drawLabels(int n, RandomGenerator from) {
        return from.ints(n, 0, labels).toArray();
    }

    private INDArray oneHot(int n, int[] some) {
        INDArray hot = Nd4j.zeros(DataType.FLOAT, n, Math.max(1, labels));
        for (int i = 0; i < n && labels > 0; i++) {
            hot.putScalar(i, some[i], 1);
        }
        return hot;
    }

    private static INDArray targets(int n, double target) {
        return Nd4j.valueArrayOf(new long[] {n, 1}, target, DataType.FLOAT);
    }

    @Override
    public INDArray sample(int count, long seed) {
        INDArray noise = Latents.normal(count, latentSize, seed);
        return labels == 0
                ? generator.infer(noise)
                : generator.infer(noise, oneHot(count, drawLabels(count, new SplittableRandom(seed))));
    }
}
