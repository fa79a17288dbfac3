package io.gen4j.train;

import io.gen4j.data.Batch;
import io.gen4j.model.GenerativeModel;
import io.gen4j.model.Latents;
import io.gen4j.nn.Adam;
import io.gen4j.nn.BinaryCrossEntropy;
import io.gen4j.nn.Conditions;
import io.gen4j.nn.Network;
import io.gen4j.nn.ParameterGradients;
import io.gen4j.random.RandomSource;
import io.gen4j.runtime.HostMemory;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains a generator against a discriminator (Goodfellow et al. 2014). One step is an update of the discriminator, with
 * the loss BCE(D(x), 1) + BCE(D(G(z)), 0), and then one of the generator on fresh noise, with the non-saturating loss
 * BCE(D(G(z)), 1). For the generator's update, the discriminator passes the gradient on and computes none of its own.
 */
public final class AdversarialTrainer implements Trainer {

    private static final List<String> METRICS = List.of("d_loss_nats", "g_loss_nats", "d_real", "d_fake");

    private final GenerativeModel model;
    private final Network generator;
    private final Adam generatorOptimizer;
    private final Network discriminator;
    private final Adam discriminatorOptimizer;
    private final int labels;
    private final boolean apart;
    private final RandomSource random;
    private Workspace workspace;
    private long steps;

    /**
     * A trainer that owns nothing of what it is given.
     *
     * @param generator from latents to images
     * @param discriminator from images to one logit each
     * @param labels how many labels there are, which both networks take one-hot behind their input; fakes get labels drawn
     *     anew for each update (Mirza and Osindero 2014). 0 for networks that take none
     * @param apart whether real and fake images go through the discriminator one after the other, as they must where an
     *     image sees its batch (batch normalisation); otherwise they share one
     * @param random gives the noise, the labels of fakes and the dropout
     */
    public AdversarialTrainer(
            GenerativeModel model,
            Network generator,
            Adam generatorOptimizer,
            Network discriminator,
            Adam discriminatorOptimizer,
            int labels,
            boolean apart,
            RandomSource random) {
        this.model = model;
        this.generator = generator;
        this.generatorOptimizer = generatorOptimizer;
        this.discriminator = discriminator;
        this.discriminatorOptimizer = discriminatorOptimizer;
        this.labels = labels;
        this.apart = apart;
        this.random = random;
        this.workspace = new Workspace(1, 1, 1, 0);
    }

    @Override
    public GenerativeModel model() {
        return model;
    }

    @Override
    public List<String> metricNames() {
        return METRICS;
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public Metrics step(Batch batch) {
        steps++;
        prepareWorkspace(batch);
        DiscriminatorUpdate update = updateDiscriminator(batch);
        double generatorLoss = updateGenerator();
        return new Metrics(METRICS, update.loss, generatorLoss, update.real, update.fake);
    }

    private record DiscriminatorUpdate(double loss, double real, double fake) {}

    private DiscriminatorUpdate updateDiscriminator(Batch batch) {
        discriminator.randomize(random.stream("discriminator dropout", 2 * steps));
        int[] fakeLabels = drawLabels("discriminator labels", batch.size());
        INDArray fakes = generator.forward(noise("discriminator noise", fakeLabels));
        DiscriminatorUpdate update = apart ? judgeApart(batch, fakes, fakeLabels) : judge(batch, fakes, fakeLabels);
        discriminatorOptimizer.step();
        return update;
    }

    private DiscriminatorUpdate judge(Batch batch, INDArray fakes, int[] fakeLabels) {
        int n = batch.size();
        Conditions.join(batch.images(), batch.labels(), labels, workspace.images, 0);
        Conditions.join(fakes, fakeLabels, labels, workspace.images, n);
        INDArray logits = discriminator.forward(workspace.images);
        double loss = BinaryCrossEntropy.sum(logits, workspace.targets, workspace.logitGradients) / n;
        double[] probabilities = workspace.probabilities(logits);
        workspace.logitGradients.divi(n);
        discriminator.backward(workspace.logitGradients, ParameterGradients.WRITE);
        return new DiscriminatorUpdate(loss, probabilities[0], probabilities[1]);
    }

    private DiscriminatorUpdate judgeApart(Batch batch, INDArray fakes, int[] fakeLabels) {
        Judgement real = judgeOne(batch.images(), batch.labels(), workspace.ones, ParameterGradients.WRITE);
        Judgement fake = judgeOne(fakes, fakeLabels, workspace.zeros, ParameterGradients.ADD);
        return new DiscriminatorUpdate(real.loss + fake.loss, real.probability, fake.probability);
    }

    private record Judgement(double loss, double probability) {}

    private Judgement judgeOne(
            INDArray images, int[] imageLabels, INDArray targets, ParameterGradients parameterGradients) {
        Conditions.join(images, imageLabels, labels, workspace.fakes, 0);
        INDArray logits = discriminator.forward(workspace.fakes);
        double loss = BinaryCrossEntropy.sum(logits, targets, workspace.fakeLogitGradients) / workspace.size;
        double probability = workspace.probabilities(logits)[0];
        workspace.fakeLogitGradients.divi(workspace.size);
        discriminator.backward(workspace.fakeLogitGradients, parameterGradients);
        return new Judgement(loss, probability);
    }

    private double updateGenerator() {
        int n = workspace.size;
        discriminator.randomize(random.stream("discriminator dropout", 2 * steps + 1));
        int[] fakeLabels = drawLabels("generator labels", n);
        INDArray fakes = generator.forward(noise("generator noise", fakeLabels));
        Conditions.join(fakes, fakeLabels, labels, workspace.fakes, 0);
        INDArray logits = discriminator.forward(workspace.fakes);
        double loss = BinaryCrossEntropy.sum(logits, workspace.ones, workspace.fakeLogitGradients) / n;
        workspace.fakeLogitGradients.divi(n);
        INDArray imageGradients = discriminator.backwardToInput(workspace.fakeLogitGradients, ParameterGradients.SKIP);
        Conditions.strip(imageGradients, workspace.imageGradients);
        generator.backward(workspace.imageGradients, ParameterGradients.WRITE);
        generatorOptimizer.step();
        return loss;
    }

    private INDArray noise(String purpose, int[] fakeLabels) {
        Latents.fillNormal(workspace.noise, random.stream(purpose, steps));
        Conditions.join(workspace.noise, fakeLabels, labels, workspace.labelledNoise, 0);
        return workspace.labelledNoise;
    }

    private int[] drawLabels(String purpose, int count) {
        return labels == 0
                ? new int[0]
                : random.stream(purpose, steps).ints(count, 0, labels).toArray();
    }

    private void prepareWorkspace(Batch batch) {
        int n = batch.size();
        if (workspace.size != n) {
            workspace.close();
            workspace =
                    new Workspace(n, model.latentSize(), (int) batch.images().size(1), labels);
        }
    }

    @Override
    public void close() {
        workspace.close();
    }

    /** Arrays for one batch size. */
    private static final class Workspace {

        private final int size;
        private final INDArray noise;
        private final INDArray labelledNoise;
        private final INDArray images;
        private final INDArray fakes;
        private final INDArray imageGradients;
        private final INDArray targets;
        private final INDArray ones;
        private final INDArray zeros;
        private final INDArray logitGradients;
        private final INDArray fakeLogitGradients;
        private final float[] logits;

        Workspace(int size, int latentSize, int imageSize, int labels) {
            this.size = size;
            noise = Nd4j.create(DataType.FLOAT, size, latentSize);
            labelledNoise = Nd4j.create(DataType.FLOAT, size, latentSize + labels);
            images = Nd4j.create(DataType.FLOAT, 2L * size, imageSize + labels);
            fakes = Nd4j.create(DataType.FLOAT, size, imageSize + labels);
            imageGradients = Nd4j.create(DataType.FLOAT, size, imageSize);
            targets = Nd4j.vstack(Nd4j.ones(DataType.FLOAT, size, 1), Nd4j.zeros(DataType.FLOAT, size, 1));
            ones = Nd4j.ones(DataType.FLOAT, size, 1);
            zeros = Nd4j.zeros(DataType.FLOAT, size, 1);
            logitGradients = Nd4j.create(DataType.FLOAT, 2L * size, 1);
            fakeLogitGradients = Nd4j.create(DataType.FLOAT, size, 1);
            logits = new float[2 * size];
        }

        /** The mean D(x) and the mean D(G(z)), or if those are all logits that there are, one of the two. */
        double[] probabilities(INDArray discriminatorLogits) {
            int count = (int) discriminatorLogits.length();
            HostMemory.read(discriminatorLogits, 0, logits, count);
            double[] means = new double[2];
            for (int i = 0; i < count; i++) {
                means[i / size] += 1 / (1 + Math.exp(-logits[i])) / size;
            }
            return means;
        }

        void close() {
            for (INDArray array : List.of(
                    noise,
                    labelledNoise,
                    images,
                    fakes,
                    imageGradients,
                    targets,
                    ones,
                    zeros,
                    logitGradients,
                    fakeLogitGradients)) {
                array.close();
            }
        }
    }
}
