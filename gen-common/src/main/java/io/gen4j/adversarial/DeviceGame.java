package io.gen4j.adversarial;

import io.gen4j.adversarial.internal.DeviceAugmentation;
import io.gen4j.data.Batch;
import io.gen4j.data.ImageShape;
import io.gen4j.data.internal.DeviceFeed;
import io.gen4j.nn.device.internal.DeviceArrays;
import io.gen4j.nn.device.internal.DeviceAverage;
import io.gen4j.nn.device.internal.DeviceReadings;
import io.gen4j.nn.device.internal.DrawingAhead;
import io.gen4j.nn.device.internal.Gradients;
import io.gen4j.nn.device.internal.NetworkLayers;
import io.gen4j.nn.device.internal.NetworkPass;
import io.gen4j.nn.device.internal.Program;
import io.gen4j.nn.device.internal.StepBlock;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.nn.internal.Dropout;
import io.gen4j.nn.optim.MovingAverage;
import io.gen4j.random.RandomSource;
import io.gen4j.random.RandomStreams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The recorded operations of both players' updates, for one batch size. */
final class DeviceGame {

    /** The numbers that a step leaves: those of the metrics, before the penalties. */
    private static final int D_LOSS = 0;

    private static final int G_LOSS = 1;
    private static final int D_REAL = 2;
    private static final int D_FAKE = 3;
    static final int NUMBERS = 4;

    private static final double LEAST_LENGTH = 1e-12;

    private final Rules rules;
    private final DeviceArrays arrays;
    private final DeviceReadings readings;
    private final DeviceObjective objective;
    private final Gradients gradients;
    private final int n;
    private final int pixels;
    private final DeviceFeed.Input input;
    private final StepBlock block;
    private final StepBlock.Part averageShare;
    private final StepBlock.Part discriminatorNoise;
    private final StepBlock.Part generatorNoise;
    private final StepBlock.@Nullable Part judgedLabels;
    private final StepBlock.@Nullable Part wrongLabels;
    private final StepBlock.@Nullable Part generatorLabels;
    private final StepBlock.@Nullable Part mixing;
    private final List<Drawn> discriminatorDraws = new ArrayList<>();
    private final List<Drawn> generatorDraws = new ArrayList<>();
    private List<Drawn> draws = discriminatorDraws;
    private final @Nullable DeviceAverage average;
    private final Program judging = new Program();
    private final Program penalizing = new Program();
    private final Program fooling = new Program();
    private final Program learning = new Program();
    private final INDArray judged;
    private final NetworkPass fakes;
    private int discriminatorForwards;
    private int penaltyForwards;
    private int generatorTurnForwards;

    /**
     * What does not depend on the batch size.
     *
     * @param shape of an image
     * @param latent numbers in one latent
     * @param labels label columns of both networks, 0 for none
     * @param separateBatches whether real and fake images pass through the discriminator separately
     */
    record Rules(
            AdversarialConfig config,
            NetworkLayers generator,
            NetworkLayers discriminator,
            Gradients generatorGradients,
            Gradients discriminatorGradients,
            Gradients fakeGradients,
            Gradients penaltyGradients,
            ImageShape shape,
            int latent,
            int labels,
            boolean separateBatches,
            @Nullable MovingAverage average) {

        boolean generatorLearns(long step) {
            return step % config.criticSteps() == 0;
        }

        double realTarget() {
            return 1 - config.labelSmoothing();
        }
    }

    /** A part of the block that is drawn in the order of the passes. */
    private interface Drawn {

        void draw(Streams streams);
    }

    /** The streams of a turn. */
    private record Streams(
            RandomGenerator dropout, RandomGenerator augmentation, RandomGenerator noise, double deviation) {}

    /** Images as the discriminator sees them, and the changes that a gradient goes through. */
    private record Seen(INDArray images, @Nullable DeviceAugmentation augmentation) {

        void transpose(Program program, INDArray gradient) {
            if (augmentation != null) {
                augmentation.transpose(program, gradient);
            }
        }
    }

    DeviceGame(Rules rules, int n, DeviceFeed feed, DeviceReadings readings, DeviceArrays arrays) {
        this.rules = rules;
        this.arrays = arrays;
        this.readings = readings;
        this.n = n;
        this.pixels = rules.shape.size();
        this.gradients = rules.discriminatorGradients;
        this.objective = new DeviceObjective(rules.config.loss(), n, arrays);
        int labels = rules.labels;
        block = new StepBlock(blockLength(), arrays);
        averageShare = block.take(1);
        discriminatorNoise = block.take(n, rules.latent);
        generatorNoise = block.take(n, rules.latent);
        judgedLabels = labels > 0 ? block.take(2L * n, labels) : null;
        wrongLabels = rules.config.matchingAware() ? block.take(n, labels) : null;
        generatorLabels = labels > 0 ? block.take(n, labels) : null;
        mixing = rules.config.gradientPenalty() > 0 ? block.take(n, 1) : null;
        average = rules.average == null ? null : new DeviceAverage(rules.average, averageShare, arrays);
        judged = arrays.zeros(2L * n, pixels);
        input = feed.into(rows(judged, 0), arrays);
        fakes = rules.generator.pass(discriminatorNoise.array(), labelRows(n), NetworkLayers.NO_MASKS, arrays);
        recordJudging();
        recordPenalties();
        draws = generatorDraws;
        recordFooling();
    }

    private long blockLength() {
        AdversarialConfig config = rules.config;
        long penalties = GradientPenalties.names(config).size();
        long forwards = 4 + penalties;
        long masks = 0;
        for (LayerPath.Layer layer : rules.discriminator.path().layers()) {
            masks += layer.dropout() > 0
                    ? rules.discriminator.parameters().bias(layer.name()).length()
                    : 0;
        }
        long changes = (config.instanceNoise() > 0 ? pixels : 0)
                + (config.diffAugment() ? DeviceAugmentation.numbers(rules.shape) : 0);
        return 1 + n * (2L * rules.latent + 4L * rules.labels + 1 + forwards * masks + forwards * changes);
    }

    /** The half of {@code [2 n, width]} that begins at this row. */
    private INDArray rows(INDArray both, long first) {
        return DeviceArrays.part(both, first * both.size(1), n, both.size(1));
    }

    private @Nullable INDArray labelRows(long first) {
        return judgedLabels == null ? null : rows(judgedLabels.array(), first);
    }

    private INDArray mask(double probability, long rows, long width) {
        StepBlock.Part part = block.take(rows, width);
        Dropout dropout = new Dropout(probability);
        draws.add(streams -> part.set(dropout.draw((int) (rows * width), (int) width, streams.dropout)));
        return part.array();
    }

    /** Images as the discriminator sees them: with instance noise, and then augmented. */
    private Seen seen(Program program, INDArray images) {
        INDArray noisy = noisy(program, images);
        if (!rules.config.diffAugment()) {
            return new Seen(noisy, null);
        }
        DeviceAugmentation augmentation = new DeviceAugmentation(rules.shape, noisy, block, arrays);
        draws.add(streams -> augmentation.draw(streams.augmentation));
        augmentation.forward(program);
        return new Seen(augmentation.output(), augmentation);
    }

    private INDArray noisy(Program program, INDArray images) {
        if (rules.config.instanceNoise() == 0) {
            return images;
        }
        StepBlock.Part noise = block.take(images.size(0), pixels);
        draws.add(streams -> noise.drawNormal(streams.noise, streams.deviation));
        INDArray noisy = arrays.zeros(images.shape());
        program.plus(images, noise.array(), noisy);
        return noisy;
    }

    private NetworkPass discriminator(INDArray images, @Nullable INDArray labels) {
        return rules.discriminator.pass(images, labels, this::mask, arrays);
    }

    private void recordJudging() {
        fakes.forward(judging);
        judging.assign(fakes.outputs(), rows(judged, n));
        if (rules.separateBatches) {
            judgeApart();
        } else {
            judgeTogether();
        }
    }

    private void judgeTogether() {
        NetworkPass pass =
                discriminator(seen(judging, judged).images(), judgedLabels == null ? null : judgedLabels.array());
        pass.forward(judging);
        discriminatorForwards = 1;
        addMean(pass.outputs(), 0, D_REAL);
        addMean(pass.outputs(), n, D_FAKE);
        INDArray loss = readings.value(D_LOSS);
        if (rules.config.loss().isRelativistic()) {
            INDArray differences = arrays.zeros(n, 1);
            INDArray gradient = arrays.zeros(n, 1);
            judging.minus(rows(pass.outputs(), 0), rows(pass.outputs(), n), differences);
            objective.discriminator(judging, differences, n, 1, gradient, loss);
            judging.assign(gradient, rows(pass.outputGradient(), 0));
            judging.times(gradient, arrays.scalar(-1), rows(pass.outputGradient(), n));
        } else {
            objective.discriminator(judging, pass.outputs(), n, rules.realTarget(), pass.outputGradient(), loss);
        }
        pass.backward(judging, gradients, null);
    }

    private void judgeApart() {
        double share = wrongLabels == null ? 1 : 0.5;
        judgeHalf(0, labelRows(0), n, 1, gradients, D_REAL);
        if (wrongLabels != null) {
            judgeFurther(0, wrongLabels.array(), share);
        }
        judgeFurther(n, labelRows(n), share);
    }

    /** Adds the loss and the gradients of images that are to be judged fake. */
    private void judgeFurther(long first, @Nullable INDArray labels, double share) {
        INDArray sum = readings.value(D_LOSS);
        INDArray loss = judgeHalf(first, labels, 0, share, rules.fakeGradients, D_FAKE);
        judging.plus(sum, loss, sum);
        judging.plus(gradients.flat(), rules.fakeGradients.flat(), gradients.flat());
    }

    /**
     * Adds the loss of one batch and its gradients.
     *
     * @param real how many of the images are to be judged real
     * @param share of these images in the loss
     * @param mean where the mean of the outputs goes
     */
    private INDArray judgeHalf(
            long first, @Nullable INDArray labels, int real, double share, Gradients target, int mean) {
        INDArray loss = real > 0 ? readings.value(D_LOSS) : DeviceArrays.element(arrays.zeros(1), 0);
        NetworkPass pass = discriminator(seen(judging, rows(judged, first)).images(), labels);
        pass.forward(judging);
        discriminatorForwards++;
        addMean(pass.outputs(), 0, mean);
        objective.discriminator(judging, pass.outputs(), real, rules.realTarget(), pass.outputGradient(), loss);
        if (share < 1) {
            judging.times(pass.outputGradient(), arrays.scalar(share), pass.outputGradient());
            judging.times(loss, arrays.scalar(share), loss);
        }
        pass.backward(judging, target, null);
        return loss;
    }

    /** The mean of some outputs, or of the probabilities that they represent. */
    private void addMean(INDArray outputs, long first, int number) {
        INDArray some = rows(outputs, first);
        if (rules.config.loss().isProbabilistic()) {
            INDArray probabilities = arrays.zeros(n, 1);
            judging.sigmoid(some, probabilities);
            some = probabilities;
        }
        judging.mean(some, readings.value(number));
    }

    private void recordPenalties() {
        AdversarialConfig config = rules.config;
        INDArray real = rows(judged, 0);
        INDArray fake = rows(judged, n);
        int number = NUMBERS;
        if (config.gradientPenalty() > 0) {
            INDArray between = arrays.zeros(n, pixels);
            penalizing.minus(real, fake, between);
            penalizing.times(between, mixing.array(), between);
            penalizing.plus(between, fake, between);
            recordPenalty(between, labelRows(0), 1, config.gradientPenalty(), readings.value(number++));
        }
        if (config.r1() > 0) {
            recordPenalty(real, labelRows(0), 0, config.r1() / 2, readings.value(number++));
        }
        if (config.r2() > 0) {
            recordPenalty(fake, labelRows(n), 0, config.r2() / 2, readings.value(number));
        }
    }

    /** Adds weight * mean of (|g| - target)², and its gradient by the parameters; see {@link GradientPenalty}. */
    private void recordPenalty(
            INDArray points, @Nullable INDArray labels, double target, double gamma, INDArray value) {
        double weight = gamma * rules.config.penaltyInterval();
        NetworkPass pass = discriminator(points, labels);
        INDArray gradient = arrays.zeros(n, pixels);
        INDArray length = arrays.zeros(n, 1);
        INDArray factor = arrays.zeros(n, 1);
        pass.forward(penalizing);
        penaltyForwards++;
        penalizing.assign(arrays.scalar(1), pass.outputGradient());
        pass.backward(penalizing, null, gradient);
        penalizing.length(gradient, length, 1);
        penalizing.minus(length, arrays.scalar(target), factor);
        INDArray squares = arrays.zeros(n, 1);
        penalizing.square(factor, squares);
        penalizing.mean(squares, value);
        penalizing.times(value, arrays.scalar(weight), value);
        penalizing.maximum(length, arrays.scalar(LEAST_LENGTH), length);
        penalizing.divided(factor, length, factor);
        penalizing.times(factor, arrays.scalar(2 * weight / n), factor);
        penalizing.times(gradient, factor, gradient);
        NetworkPass linear = pass.linearized(gradient);
        linear.forward(penalizing);
        penalizing.assign(arrays.scalar(1), linear.outputGradient());
        linear.backward(penalizing, rules.penaltyGradients, null);
        penalizing.plus(gradients.flat(), rules.penaltyGradients.flat(), gradients.flat());
    }

    private void recordFooling() {
        INDArray labels = generatorLabels == null ? null : generatorLabels.array();
        NetworkPass generator = rules.generator.pass(generatorNoise.array(), labels, NetworkLayers.NO_MASKS, arrays);
        generator.forward(fooling);
        INDArray realOutputs = null;
        if (rules.config.loss().isRelativistic()) {
            NetworkPass real = discriminator(seen(fooling, rows(judged, 0)).images(), labelRows(0));
            real.forward(fooling);
            realOutputs = real.outputs();
        }
        Seen seen = seen(fooling, generator.outputs());
        NetworkPass pass = discriminator(seen.images(), labels);
        pass.forward(fooling);
        generatorTurnForwards = realOutputs == null ? 1 : 2;
        INDArray outputs = pass.outputs();
        if (realOutputs != null) {
            outputs = arrays.zeros(n, 1);
            fooling.minus(pass.outputs(), realOutputs, outputs);
        }
        objective.generator(fooling, outputs, pass.outputGradient(), readings.value(G_LOSS));
        pass.backward(fooling, null, generator.outputGradient());
        seen.transpose(fooling, generator.outputGradient());
        generator.backward(learning, rules.generatorGradients, null);
    }

    /** Brings a batch and all random numbers of a step to the device. */
    void bring(Batch batch, RandomSource random, long step, DrawingAhead ahead) {
        boolean paired = rules.config.loss().isRelativistic();
        ahead.finish(key(step), () -> draw(random, step));
        if (judgedLabels != null) {
            int[] both = Arrays.copyOf(batch.labels(), 2 * n);
            int[] drawn = paired ? batch.labels() : labels("discriminator", random, step);
            System.arraycopy(drawn, 0, both, n, n);
            judgedLabels.setLabels(both);
        }
        if (wrongLabels != null) {
            wrongLabels.setLabels(DiscriminatorUpdate.wrong(batch.labels(), rules.labels, random, step));
        }
        if (generatorLabels != null) {
            generatorLabels.setLabels(paired ? batch.labels() : labels("generator", random, step));
        }
        if (average != null && rules.generatorLearns(step)) {
            average.advance();
        }
        block.upload();
        input.bring(batch);
        if (random instanceof RandomStreams) {
            // Other sources may count what they are asked for.
            ahead.begin(key(step + 1), () -> draw(random, step + 1));
        }
    }

    private Object key(long step) {
        return List.of(n, step);
    }

    private void draw(RandomSource random, long step) {
        draw(discriminatorDraws, random, 2 * step, step);
        discriminatorNoise.drawNormal(random.stream("discriminator noise", step), 1);
        if (mixing != null) {
            mixing.drawUniform(random.stream("gradient penalty", step));
        }
        if (rules.generatorLearns(step)) {
            draw(generatorDraws, random, 2 * step + 1, step);
            generatorNoise.drawNormal(random.stream("generator noise", step), 1);
        }
    }

    private void draw(List<Drawn> some, RandomSource random, long turn, long step) {
        Streams streams = new Streams(
                random.stream("discriminator dropout", turn),
                random.stream("augmentation", turn),
                random.stream("instance noise", turn),
                rules.config.instanceNoiseAt(step));
        some.forEach(each -> each.draw(streams));
    }

    private int[] labels(String player, RandomSource random, long step) {
        return random.stream(player + " labels", step).ints(n, 0, rules.labels).toArray();
    }

    /** Draws fakes, and computes the discriminator's loss and gradients. */
    void judge() {
        judging.run();
        count(rules.generator, 1);
        count(rules.discriminator, discriminatorForwards);
    }

    /** Adds the penalties and their gradients. */
    void penalize() {
        penalizing.run();
        count(rules.discriminator, penaltyForwards);
    }

    /** Draws other fakes, and computes the generator's loss down to its images. */
    void fool() {
        fooling.run();
        count(rules.generator, 1);
        count(rules.discriminator, generatorTurnForwards);
    }

    /** Computes the generator's gradients after {@link #fool()}. */
    void learn() {
        learning.run();
    }

    /** Follows the generator after its update. */
    void follow() {
        if (average != null) {
            average.update();
        }
    }

    private static void count(NetworkLayers layers, int forwards) {
        for (int i = 0; i < forwards * layers.batchesCounted(); i++) {
            layers.parameters().countBatch();
        }
    }
}
