package io.gen4j.train;

import io.gen4j.data.Batch;
import io.gen4j.model.GenerativeModel;
import io.gen4j.model.Latents;
import io.gen4j.nn.Adam;
import io.gen4j.nn.BinaryCrossEntropy;
import io.gen4j.nn.Network;
import io.gen4j.nn.ParameterGradients;
import io.gen4j.random.RandomStreams;
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
    private final RandomStreams random;
    private Workspace workspace;
    private long steps;

    /**
     * A trainer that owns nothing of what it is given.
     *
     * @param generator from latents to images
     * @param discriminator from images to one logit each, in which no image sees another (no batch normalisation): real
     *     and fake images share a batch
     * @param seed of the noise
     */
    public AdversarialTrainer(
            GenerativeModel model,
            Network generator,
            Adam generatorOptimizer,
            Network discriminator,
            Adam discriminatorOptimizer,
            long seed) {
        this.model = model;
        this.generator = generator;
        this.generatorOptimizer = generatorOptimizer;
        this.discriminator = discriminator;
        this.discriminatorOptimizer = discriminatorOptimizer;
        this.random = new RandomStreams(seed);
        this.workspace = new Workspace(1, 1, 1);
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
        int n = batch.size();
        INDArray fakes = generator.forward(noise("discriminator noise"));
        workspace.fillImages(batch.images(), fakes);
        INDArray logits = discriminator.forward(workspace.images);
        double loss = BinaryCrossEntropy.sum(logits, workspace.targets, workspace.logitGradients) / n;
        double[] probabilities = workspace.probabilities(logits);
        workspace.logitGradients.divi(n);
        discriminator.backward(workspace.logitGradients, ParameterGradients.WRITE);
        discriminatorOptimizer.step();
        return new DiscriminatorUpdate(loss, probabilities[0], probabilities[1]);
    }

    private double updateGenerator() {
        INDArray fakes = generator.forward(noise("generator noise"));
        INDArray logits = discriminator.forward(fakes);
        long n = fakes.size(0);
        double loss = BinaryCrossEntropy.sum(logits, workspace.ones, workspace.fakeLogitGradients) / n;
        workspace.fakeLogitGradients.divi(n);
        INDArray imageGradients = discriminator.backwardToInput(workspace.fakeLogitGradients, ParameterGradients.SKIP);
        generator.backward(imageGradients, ParameterGradients.WRITE);
        generatorOptimizer.step();
        return loss;
    }

    private INDArray noise(String purpose) {
        Latents.fillNormal(workspace.noise, random.stream(purpose, steps));
        return workspace.noise;
    }

    private void prepareWorkspace(Batch batch) {
        int n = batch.size();
        if (workspace.size != n) {
            workspace.close();
            workspace =
                    new Workspace(n, model.latentSize(), (int) batch.images().size(1));
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
        private final INDArray images;
        private final INDArray targets;
        private final INDArray ones;
        private final INDArray logitGradients;
        private final INDArray fakeLogitGradients;
        private final float[] pixels;
        private final float[] logits;

        Workspace(int size, int latentSize, int imageSize) {
            this.size = size;
            noise = Nd4j.create(DataType.FLOAT, size, latentSize);
            images = Nd4j.create(DataType.FLOAT, 2L * size, imageSize);
            targets = Nd4j.vstack(Nd4j.ones(DataType.FLOAT, size, 1), Nd4j.zeros(DataType.FLOAT, size, 1));
            ones = Nd4j.ones(DataType.FLOAT, size, 1);
            logitGradients = Nd4j.create(DataType.FLOAT, 2L * size, 1);
            fakeLogitGradients = Nd4j.create(DataType.FLOAT, size, 1);
            pixels = new float[size * imageSize];
            logits = new float[2 * size];
        }

        /** Real images above fake ones. */
        void fillImages(INDArray real, INDArray fake) {
            HostMemory.read(real, 0, pixels, pixels.length);
            HostMemory.write(pixels, images, 0, pixels.length);
            HostMemory.read(fake, 0, pixels, pixels.length);
            HostMemory.write(pixels, images, pixels.length, pixels.length);
        }

        /** The mean D(x) and the mean D(G(z)). */
        double[] probabilities(INDArray discriminatorLogits) {
            HostMemory.read(discriminatorLogits, 0, logits, logits.length);
            double[] means = new double[2];
            for (int i = 0; i < logits.length; i++) {
                means[i / size] += 1 / (1 + Math.exp(-logits[i])) / size;
            }
            return means;
        }

        void close() {
            for (INDArray array : List.of(noise, images, targets, ones, logitGradients, fakeLogitGradients)) {
                array.close();
            }
        }
    }
}
