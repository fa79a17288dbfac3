package io.gen4j.adversarial;

import io.gen4j.GenerativeModel;
import io.gen4j.Metrics;
import io.gen4j.Trainer;
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
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains a generator against a discriminator (Goodfellow et al. 2014). One step is an update of the discriminator on real
 * images and as many fake ones, and then one of the generator on fresh noise. With n critic steps, the generator learns
 * after every n-th update of the discriminator, in the steps n, 2n, 3n … (Arjovsky et al. 2017, algorithm 1). An {@link AdversarialConfig} says what the two minimise and what keeps the game
 * stable.
 *
 * <pre>{@code
 * AdversarialTrainer.builder(model, generator, discriminator)
 *         .config(AdversarialConfig.DEFAULTS)
 *         .seed(42)
 *         .build();
 * }</pre>
 */
public final class AdversarialTrainer implements Trainer {

    private static final String PENALTY = "gradient_penalty";

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

    private AdversarialTrainer(Builder builder) {
        RandomSource random = builder.random;
        model = builder.model;
        config = builder.config;
        objective = builder.objective == null ? config.loss() : builder.objective;
        generator = builder.generator;
        discriminator = builder.discriminator;
        average = builder.average;
        boolean separateBatches = builder.separateBatches || config.minibatchStddev();
        fakes = new FakeImages(generator.network(), model.latentSize(), builder.labels, random);
        view = new DiscriminatorView(builder.discriminator, config, model.spec().shape(), random);
        discriminatorUpdate =
                new DiscriminatorUpdate(view, fakes, config, objective, builder.labels, separateBatches, random);
        generatorUpdate = new GeneratorUpdate(generator, view, fakes, objective, builder.labels, builder.average);
        metricNames = metricNames(config, objective);
    }

    private static List<String> metricNames(AdversarialConfig config, AdversarialObjective objective) {
        List<String> names = new ArrayList<>(
                objective.isProbabilistic()
                        ? List.of("d_loss_nats", "g_loss_nats", "d_real", "d_fake")
                        : List.of("d_loss", "g_loss", "d_real_output", "d_fake_output"));
        if (config.gradientPenalty() > 0) {
            names.add(PENALTY);
        }
        return List.copyOf(names);
    }

    /**
     * Starts a trainer with {@link AdversarialConfig#DEFAULTS}, without labels.
     *
     * @param generator from latents to images
     * @param discriminator from images to one number each, without bounds
     */
    public static Builder builder(GenerativeModel model, TrainableNetwork generator, TrainableNetwork discriminator) {
        return new Builder(model, generator, discriminator);
    }

    /** Collects what a trainer needs. */
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
         * Sets loss and stability. Learning rates, the moving average and the discriminator's own layers are the model's
         * affair: it makes the players.
         */
        public Builder config(AdversarialConfig value) {
            config = value;
            return this;
        }

        /** Sets an objective of one's own, in place of the loss that the settings name. */
        public Builder objective(AdversarialObjective value) {
            objective = value;
            return this;
        }

        /**
         * Sets how many labels there are, which both networks take one-hot behind their input; fakes get labels drawn anew for
         * each update (Mirza and Osindero 2014). 0 for networks that take none.
         */
        public Builder labels(int value) {
            labels = value;
            return this;
        }

        /**
         * Sets whether real and fake images go through the discriminator one after the other, as they must where an image
         * sees its batch (batch normalisation); otherwise they share one. With minibatch standard deviation, they never do.
         */
        public Builder separateBatches(boolean value) {
            separateBatches = value;
            return this;
        }

        /** Sets what follows the generator's parameters after each of its updates; null for nothing. */
        public Builder average(@Nullable MovingAverage value) {
            average = value;
            return this;
        }

        /** Sets the seed of all noise. */
        public Builder seed(long value) {
            return random(new RandomStreams(value));
        }

        /** Sets where all noise, the labels of fakes and dropout come from. */
        public Builder random(RandomSource value) {
            random = value;
            return this;
        }

        /** A trainer that closes the players' networks when it is closed, and nothing else. */
        public AdversarialTrainer build() {
            return new AdversarialTrainer(this);
        }
    }

    @Override
    public GenerativeModel model() {
        return model;
    }

    /** What keeps the game stable, and what the two networks minimise unless {@link #objective()} is one's own. */
    public AdversarialConfig config() {
        return config;
    }

    /** What the two networks minimise. */
    public AdversarialObjective objective() {
        return objective;
    }

    /** What keeps the discriminator's weights within bounds, and whatever it remembers from update to update. */
    public WeightConstraint constraint() {
        return view.constraint();
    }

    /**
     * The losses and what the discriminator says about real and fake images, before the update. Losses that know
     * probabilities are in nats, and {@code d_real} and {@code d_fake} are probabilities; else the names differ, and those two
     * are outputs without a unit. The generator's loss is that of its last update, and 0 before the first.
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
    public Metrics step(Batch batch) {
        steps++;
        DiscriminatorUpdate.Outcome outcome = discriminatorUpdate.play(batch, steps);
        if (steps % config.criticSteps() == 0) {
            generatorLoss = shared(generatorUpdate.play(batch.size(), steps));
        }
        double[] values = {outcome.loss(), generatorLoss, outcome.real(), outcome.fake(), outcome.penalty()};
        return new Metrics(metricNames, Arrays.copyOf(values, metricNames.size()));
    }

    /** The mean over all replicas: a checkpoint of one is a checkpoint of all. */
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
    public void close() {
        discriminatorUpdate.close();
        generatorUpdate.close();
        fakes.close();
        view.close();
        generator.network().close();
    }
}
