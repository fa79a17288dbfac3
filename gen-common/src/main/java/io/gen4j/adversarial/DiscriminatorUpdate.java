package io.gen4j.adversarial;

import io.gen4j.data.Batch;
import io.gen4j.nn.Conditions;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.random.RandomSource;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The updates of the discriminator. */
final class DiscriminatorUpdate {

    private final DiscriminatorView discriminator;
    private final FakeImages fakes;
    private final AdversarialConfig config;
    private final AdversarialObjective objective;
    private final int labels;
    private final boolean separateBatches;
    private final GradientPenalties penalties;
    private final RandomSource random;
    private Buffers buffers;

    /**
     * @param labels label columns behind the pixels
     * @param separateBatches whether real and fake images pass through the discriminator in separate batches
     */
    DiscriminatorUpdate(
            DiscriminatorView discriminator,
            FakeImages fakes,
            AdversarialConfig config,
            AdversarialObjective objective,
            int labels,
            boolean separateBatches,
            RandomSource random) {
        this.discriminator = discriminator;
        this.fakes = fakes;
        this.config = config;
        this.objective = objective;
        this.labels = labels;
        this.separateBatches = separateBatches;
        this.random = random;
        this.penalties = new GradientPenalties(discriminator.network(), labels, config, random);
        this.buffers = new Buffers(1, 1, 1);
    }

    /**
     * The results of an update.
     *
     * @param loss loss of a real and a fake image together, without penalties
     * @param real mean D(x): a probability, or an output for losses without probabilities
     * @param fake mean D(G(z)), likewise
     * @param penalties the penalties in the settings
     */
    record Outcome(double loss, double real, double fake, double[] penalties) {}

    /**
     * Makes one update, on real images and as many fake ones.
     *
     * @param rate factor of the learning rate
     */
    Outcome play(Batch batch, long step, double rate) {
        int n = batch.size();
        prepare(n, (int) batch.images().size(1) + labels);
        discriminator.begin(2 * step, step);
        FakeImages.Drawn drawn = fakes.draw(batch, objective.isRelativistic(), "discriminator", step);
        double loss = separateBatches ? judgeApart(batch, drawn, step) : judgeTogether(batch, drawn);
        double real = buffers.mean(0, objective.isProbabilistic());
        double fake = buffers.mean(n, objective.isProbabilistic());
        double[] added = penalties.add(batch, drawn, step);
        discriminator.learn(rate);
        return new Outcome(loss, real, fake, added);
    }

    private double judgeTogether(Batch batch, FakeImages.Drawn drawn) {
        int n = batch.size();
        Conditions.join(batch.images(), batch.labels(), labels, buffers.images, 0);
        Conditions.join(drawn.images(), drawn.labels(), labels, buffers.images, n);
        return objective.isRelativistic()
                ? judgePairs()
                : judge(buffers.images, buffers.targets, buffers.gradients, 1, 0, ParameterGradients.WRITE);
    }

    /** Computes the loss on differences. Image i is real and image n + i is its fake counterpart. */
    private double judgePairs() {
        INDArray outputs = discriminator.view().forward(buffers.images);
        buffers.keep(outputs, 0);
        double loss = objective.discriminator(buffers.differences(), buffers.realTargets, buffers.halfGradients);
        buffers.spreadGradients();
        discriminator.view().backward(buffers.gradients.divi(buffers.size), ParameterGradients.WRITE);
        return loss / buffers.size;
    }

    private double judgeApart(Batch batch, FakeImages.Drawn drawn, long step) {
        int n = batch.size();
        Conditions.join(batch.images(), batch.labels(), labels, buffers.half, 0);
        double loss = judge(buffers.half, buffers.realTargets, buffers.halfGradients, 1, 0, ParameterGradients.WRITE);
        double share = config.matchingAware() ? 0.5 : 1;
        if (config.matchingAware()) {
            Conditions.join(batch.images(), wrong(batch.labels(), labels, random, step), labels, buffers.half, 0);
            loss += judge(buffers.half, buffers.fakeTargets, buffers.halfGradients, share, n, ParameterGradients.ADD);
        }
        Conditions.join(drawn.images(), drawn.labels(), labels, buffers.half, 0);
        return loss + judge(buffers.half, buffers.fakeTargets, buffers.halfGradients, share, n, ParameterGradients.ADD);
    }

    /** Another label for each image. */
    static int[] wrong(int[] right, int labels, RandomSource random, long step) {
        RandomGenerator stream = random.stream("wrong labels", step);
        return Arrays.stream(right)
                .map(label -> (label + 1 + stream.nextInt(labels - 1)) % labels)
                .toArray();
    }

    /** @param weight of these images in the loss */
    private double judge(
            INDArray images,
            INDArray targets,
            INDArray gradients,
            double weight,
            int first,
            ParameterGradients parameterGradients) {
        INDArray outputs = discriminator.view().forward(images);
        double loss = weight * objective.discriminator(outputs, targets, gradients) / buffers.size;
        buffers.keep(outputs, first);
        discriminator.view().backward(gradients.divi(buffers.size / weight), parameterGradients);
        return loss;
    }

    private void prepare(int size, int width) {
        if (buffers.size != size || buffers.images.size(1) != width) {
            buffers.close();
            buffers = new Buffers(size, width, 1 - config.labelSmoothing());
        }
    }

    void close() {
        buffers.close();
        penalties.close();
    }

    /** Arrays for one batch size. Some hold real and fake images, others one of the two. */
    private static final class Buffers {

        private final int size;
        private final INDArray images;
        private final INDArray half;
        private final INDArray realTargets;
        private final INDArray fakeTargets;
        private final INDArray targets;
        private final INDArray gradients;
        private final INDArray halfGradients;
        private final INDArray differences;
        private final float[] outputs;

        Buffers(int size, int width, double realTarget) {
            this.size = size;
            images = NativeArrays.zeros(2L * size, width);
            half = NativeArrays.zeros(size, width);
            realTargets = Nd4j.valueArrayOf(new long[] {size, 1}, realTarget, DataType.FLOAT);
            fakeTargets = NativeArrays.zeros(size, 1);
            targets = Nd4j.vstack(realTargets, fakeTargets);
            gradients = NativeArrays.zeros(2L * size, 1);
            halfGradients = NativeArrays.zeros(size, 1);
            differences = NativeArrays.zeros(size, 1);
            outputs = new float[2 * size];
        }

        void keep(INDArray some, int first) {
            float[] read = new float[(int) some.length()];
            HostMemory.read(some, 0, read, read.length);
            System.arraycopy(read, 0, outputs, first, read.length);
        }

        /** The outputs for real images minus those for their fakes. */
        INDArray differences() {
            float[] pairs = new float[size];
            for (int i = 0; i < size; i++) {
                pairs[i] = outputs[i] - outputs[size + i];
            }
            HostMemory.write(pairs, differences, 0, size);
            return differences;
        }

        /** Writes the gradient with respect to the outputs, given the gradient with respect to the differences. */
        void spreadGradients() {
            float[] both = new float[2 * size];
            HostMemory.read(halfGradients, 0, both, size);
            for (int i = 0; i < size; i++) {
                both[size + i] = -both[i];
            }
            HostMemory.write(both, gradients, 0, both.length);
        }

        /** The mean of the outputs of {@code size} images, or of the probabilities that the outputs represent. */
        double mean(int first, boolean probabilities) {
            double mean = 0;
            for (int i = first; i < first + size; i++) {
                mean += (probabilities ? 1 / (1 + Math.exp(-outputs[i])) : outputs[i]) / size;
            }
            return mean;
        }

        void close() {
            for (INDArray array :
                    List.of(images, half, realTargets, fakeTargets, targets, gradients, halfGradients, differences)) {
                array.close();
            }
        }
    }
}
