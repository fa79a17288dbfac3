package io.gen4j.adversarial;

import io.gen4j.CheckedTrainer;
import io.gen4j.Checks;
import io.gen4j.GenerativeModel;
import io.gen4j.Metrics;
import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.optim.GradientExchange;
import io.gen4j.nn.optim.MovingAverage;
import io.gen4j.random.RandomSource;
import io.gen4j.random.RandomStreams;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains a generator against a discriminator (Goodfellow et al. 2014). A step updates the discriminator on real images and as
 * many fake ones, then the generator on new noise. With n critic steps, only the steps n, 2n, 3n … update the generator
 * (Arjovsky et al. 2017, algorithm 1). An {@link AdversarialConfig} has the loss and the measures for a stable training.
 *
 * <pre>{@code
 * AdversarialTrainer.builder(model, generator, discriminator)
 *         .config(AdversarialConfig.DEFAULTS)
 *         .seed(42)
 *         .build();
 * }</pre>
 */
public final class AdversarialTrainer extends CheckedTrainer {

    private final GenerativeModel model;
    private final AdversarialConfig config;
    private final AdversarialObjective objective;
    private final TrainableNetwork generator;
    private final TrainableNetwork discriminator;
    private final @Nullable MovingAverage average;
    private final FakeImages fakes;
    private final DiscriminatorView view;
    private final DiscriminatorUpdate discriminatorUpdate;
    private final GeneratorUpdate generatorUpdate;
    private final List<String> metricNames;
    private @Nullable GradientExchange exchange;
    private double generatorLoss;
    private long steps;
    private double done;

    private AdversarialTrainer(Builder builder) {
        RandomSource random = builder.random;
        model = builder.model;
        config = builder.config;
        objective = builder.objective == null ? config.loss() : builder.objective;
        generator = builder.generator;
        discriminator = builder.discriminator;
        average = builder.average;
        boolean separateBatches = separatesBatches(config, objective, builder.separateBatches, builder.labels);
        fakes = new FakeImages(generator.network(), model.latentSize(), builder.labels, random);
        view = new DiscriminatorView(builder.discriminator, config, model.spec().shape(), random);
        discriminatorUpdate =
                new DiscriminatorUpdate(view, fakes, config, objective, builder.labels, separateBatches, random);
        generatorUpdate = new GeneratorUpdate(generator, view, fakes, objective, builder.labels, builder.average);
        metricNames = metricNames(config, objective);
    }

    /**
     * Whether real and fake images pass through the discriminator in separate batches.
     *
     * @param asked whether the discriminator itself needs that
     * @throws IllegalArgumentException if two of the settings exclude each other
     */
    static boolean separatesBatches(
            AdversarialConfig config, AdversarialObjective objective, boolean asked, int labels) {
        boolean separate = asked || config.minibatchStddev() || config.packing() > 1 || config.matchingAware();
        if (config.matchingAware() && labels < 2) {
            throw new IllegalArgumentException(
                    "matching aware is true: needs at least two labels, and there are " + labels);
        }
        if (separate && objective.isRelativistic()) {
            throw new IllegalArgumentException(
                    "objective is relativistic: needs real and fake images in one batch, and this"
                            + " discriminator normalises batches or measures their deviation; choose another of the two");
        }
        return separate;
    }

    static List<String> metricNames(AdversarialConfig config, AdversarialObjective objective) {
        List<String> names = new ArrayList<>(
                objective.isProbabilistic()
                        ? List.of("d_loss_nats", "g_loss_nats", "d_real", "d_fake")
                        : List.of("d_loss", "g_loss", "d_real_output", "d_fake_output"));
        names.addAll(GradientPenalties.names(config));
        return List.copyOf(names);
    }

    /**
     * Starts a builder with {@link AdversarialConfig#DEFAULTS}, without labels.
     *
     * @param generator from latents to images
     * @param discriminator from images to one unbounded number each
     */
    public static Builder builder(GenerativeModel model, TrainableNetwork generator, TrainableNetwork discriminator) {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(generator, "generator");
        Objects.requireNonNull(discriminator, "discriminator");
        return new Builder(model, generator, discriminator);
    }

    /** A builder of a trainer. */
    public static final class Builder {

        private final GenerativeModel model;
        private final TrainableNetwork generator;
        private final TrainableNetwork discriminator;
        private AdversarialConfig config = AdversarialConfig.DEFAULTS;
        private @Nullable AdversarialObjective objective;
        private int labels;
        private boolean separateBatches;
        private @Nullable MovingAverage average;
        private RandomSource random = new RandomStreams(0);

        private Builder(GenerativeModel model, TrainableNetwork generator, TrainableNetwork discriminator) {
            this.model = model;
            this.generator = generator;
            this.discriminator = discriminator;
        }

        /**
         * Sets the loss and the measures for a stable training. Learning rates, moving average and layers come from the
         * networks in the builder.
         */
        public Builder config(AdversarialConfig value) {
            config = Objects.requireNonNull(value, "config");
            return this;
        }

        /** Sets your own objective. It replaces the loss in the settings. */
        public Builder objective(AdversarialObjective value) {
            objective = Objects.requireNonNull(value, "objective");
            return this;
        }

        /**
         * Sets the number of labels; 0 for networks without labels. Both networks take the one-hot label behind their
         * input. Fake images get random labels (Mirza and Osindero 2014). With a relativistic objective, they get the
         * labels of the real images.
         */
        public Builder labels(int value) {
            Checks.requireWithin("labels", value, 0, Integer.MAX_VALUE);
            labels = value;
            return this;
        }

        /**
         * Sets whether real and fake images pass through the discriminator in separate batches. A discriminator with
         * batch normalisation needs this. Minibatch standard deviation implies it.
         */
        public Builder separateBatches(boolean value) {
            separateBatches = value;
            return this;
        }

        /** Sets the moving average that follows the generator after each of its updates; null for none. */
        public Builder average(@Nullable MovingAverage value) {
            average = value;
            return this;
        }

        /** Sets the seed of all noise. */
        public Builder seed(long value) {
            return random(new RandomStreams(value));
        }

        /** Sets the source of noise, labels of fake images and dropout. */
        public Builder random(RandomSource value) {
            random = Objects.requireNonNull(value, "random");
            return this;
        }

        /**
         * Creates the trainer. Its {@code close} closes both networks, and leaves the weights open.
         *
         * @throws IllegalArgumentException if the objective is relativistic and batches are separate
         */
        public AdversarialTrainer build() {
            return new AdversarialTrainer(this);
        }
    }

    @Override
    public GenerativeModel model() {
        return model;
    }

    /** The settings. With an {@link #objective()} of your own, their loss has no effect. */
    public AdversarialConfig config() {
        return config;
    }

    /** The losses of both networks. */
    public AdversarialObjective objective() {
        return objective;
    }

    /** The constraint on the discriminator's weights, with its state. */
    public WeightConstraint constraint() {
        return view.constraint();
    }

    /**
     * The metrics before the update: the losses, and the discriminator's mean outputs for real and fake images. With a
     * probabilistic loss, losses are in nats, and {@code d_real} and {@code d_fake} are probabilities. Other losses
     * have other names, and outputs without a unit. The generator's loss is that of its last update, and 0 before the
     * first. Penalties follow, each with its weight: {@code gradient_penalty}, {@code r1_penalty}, {@code r2_penalty}.
     * They are 0 in updates without them.
     */
    @Override
    public List<String> metricNames() {
        return metricNames;
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public void progress(double newDone) {
        done = newDone;
    }

    @Override
    protected Metrics update(Batch batch) {
        steps++;
        double rate = config.schedule().factor(done);
        DiscriminatorUpdate.Outcome outcome = discriminatorUpdate.play(batch, steps, rate);
        if (steps % config.criticSteps() == 0) {
            generatorLoss = shared(generatorUpdate.play(batch, steps, rate));
        }
        double[] game = {outcome.loss(), generatorLoss, outcome.real(), outcome.fake()};
        return new Metrics(
                metricNames,
                DoubleStream.concat(Arrays.stream(game), Arrays.stream(outcome.penalties()))
                        .toArray());
    }

    /** Averages over all replicas, so that a checkpoint of one is a checkpoint of all. */
    private double shared(double loss) {
        if (exchange == null) {
            return loss;
        }
        try (INDArray sum = NativeArrays.zeros(1, 1)) {
            HostMemory.write(new float[] {(float) loss}, sum, 0, 1);
            exchange.sum(sum);
            return sum.getDouble(0) / exchange.shards();
        }
    }

    @Override
    public void save(State state) {
        state.putInteger("steps", steps);
        state.putNumber("generator loss", generatorLoss);
        generator.optimizer().save(state.in("generator"));
        discriminator.optimizer().save(state.in("discriminator"));
        view.constraint().save(state.in("constraint"));
        if (average != null) {
            average.save(state.in("average"));
        }
    }

    @Override
    public void restore(State state) throws InvalidDataException {
        generator.optimizer().restore(state.in("generator"));
        discriminator.optimizer().restore(state.in("discriminator"));
        view.constraint().restore(state.in("constraint"));
        if (average != null) {
            average.restore(state.in("average"));
        }
        generatorLoss = state.number("generator loss");
        steps = state.integer("steps");
    }

    @Override
    public Map<String, Double> learningRates() {
        return Map.of(
                "g_learning_rate", generator.optimizer().learningRate(),
                "d_learning_rate", discriminator.optimizer().learningRate());
    }

    @Override
    public void exchangeGradients(GradientExchange newExchange) {
        exchange = newExchange;
        generator.optimizer().exchange(newExchange, true);
        discriminator.optimizer().exchange(newExchange, true);
    }

    @Override
    public void scaleLearningRate(double factor) {
        generator.optimizer().scaleLearningRate(factor);
        discriminator.optimizer().scaleLearningRate(factor);
    }

    @Override
    protected void release() {
        discriminatorUpdate.close();
        generatorUpdate.close();
        fakes.close();
        view.close();
        generator.network().close();
    }
}
