package io.gen4j.adversarial;

import io.gen4j.CheckedTrainer;
import io.gen4j.GenerativeModel;
import io.gen4j.Metrics;
import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.internal.DeviceFeed;
import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.device.internal.DeviceAdam;
import io.gen4j.nn.device.internal.DeviceArrays;
import io.gen4j.nn.device.internal.DeviceReadings;
import io.gen4j.nn.device.internal.DeviceSpectralNorm;
import io.gen4j.nn.device.internal.DrawingAhead;
import io.gen4j.nn.device.internal.Gradients;
import io.gen4j.nn.device.internal.NetworkLayers;
import io.gen4j.nn.device.internal.Program;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.optim.GradientExchange;
import io.gen4j.nn.optim.MovingAverage;
import io.gen4j.random.RandomSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link AdversarialTrainer} on a device. Its updates, random numbers and state are the same. */
final class DeviceAdversarialTrainer extends CheckedTrainer {

    private final GenerativeModel model;
    private final AdversarialConfig config;
    private final RandomSource random;
    private final List<String> metricNames;
    private final DeviceArrays arrays = new DeviceArrays();
    private final DrawingAhead ahead = new DrawingAhead();
    private final DeviceFeed feed;
    private final DeviceAdam generatorOptimizer;
    private final DeviceAdam discriminatorOptimizer;
    private final @Nullable DeviceSpectralNorm spectral;
    private final @Nullable MovingAverage average;
    private final Program clipping = new Program();
    private final DeviceReadings readings;
    private final DeviceGame.Rules rules;
    private final Map<Integer, DeviceGame> gamesBySize = new HashMap<>();
    private DeviceReadings.@Nullable Reading last;
    private double generatorLoss;
    private double done;
    private long steps;

    /**
     * @param labels label columns of both networks, 0 for none
     * @param average follows the generator; null for none
     */
    DeviceAdversarialTrainer(
            GenerativeModel model,
            AdversarialModelConfig settings,
            GraphParameters generator,
            GraphParameters discriminator,
            int labels,
            @Nullable MovingAverage average,
            RandomSource random) {
        this.model = model;
        this.config = settings.adversarial();
        this.random = random;
        this.average = average;
        this.metricNames = AdversarialTrainer.metricNames(config, config.loss());
        this.feed = new DeviceFeed(model.pixelRange());
        this.generatorOptimizer = new DeviceAdam(generator, settings.learningRate(), settings.beta1(), arrays);
        this.discriminatorOptimizer = new DeviceAdam(
                discriminator, config.discriminatorLearningRate(settings.learningRate()), settings.beta1(), arrays);
        this.spectral = config.spectralNorm()
                ? new DeviceSpectralNorm(discriminator, random.stream("spectral norm", 0), arrays)
                : null;
        if (config.weightClip() > 0) {
            for (INDArray parameter : discriminator.trainable()) {
                clipping.clip(parameter, config.weightClip(), parameter);
            }
        }
        this.readings = new DeviceReadings(metricNames.size(), arrays);
        boolean separate = AdversarialTrainer.separatesBatches(
                config, config.loss(), discriminator.path().isNormalized(), labels);
        boolean penalized = config.penalty().isPresent();
        this.rules = new DeviceGame.Rules(
                config,
                new NetworkLayers(generator, generator.path(), BatchStatistics.BATCH),
                new NetworkLayers(
                        discriminator,
                        discriminator.path().logits(),
                        BatchStatistics.BATCH,
                        config.minibatchStddev(),
                        config.packing()),
                Gradients.of(generator),
                Gradients.of(discriminator),
                separate ? Gradients.further(discriminator, arrays) : Gradients.of(discriminator),
                penalized ? Gradients.further(discriminator, arrays) : Gradients.of(discriminator),
                model.spec().shape(),
                model.latentSize(),
                labels,
                separate,
                average);
    }

    @Override
    public GenerativeModel model() {
        return model;
    }

    /** The losses of both networks. */
    AdversarialObjective objective() {
        return config.loss();
    }

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
    public boolean readsByIndex(Batches batches) {
        return feed.hold(batches);
    }

    @Override
    protected Metrics update(Batch batch) {
        steps++;
        boolean generatorLearns = rules.generatorLearns(steps);
        DeviceGame game =
                gamesBySize.computeIfAbsent(batch.size(), size -> new DeviceGame(rules, size, feed, readings, arrays));
        game.bring(batch, random, steps, ahead);
        normalize();
        game.judge();
        if ((steps - 1) % config.penaltyInterval() == 0) {
            game.penalize();
        }
        restoreWeights();
        if (spectral != null) {
            spectral.converting().run();
        }
        double rate = config.schedule().factor(done);
        discriminatorOptimizer.advance(rate);
        discriminatorOptimizer.program().run();
        clipping.run();
        if (generatorLearns) {
            normalize();
            game.fool();
            restoreWeights();
            game.learn();
            generatorOptimizer.advance(rate);
            generatorOptimizer.program().run();
            game.follow();
        }
        last = readings.keep();
        return metrics(last, (steps - 1) % config.penaltyInterval() == 0);
    }

    private void normalize() {
        if (spectral != null) {
            spectral.before().run();
        }
    }

    private void restoreWeights() {
        if (spectral != null) {
            spectral.restoring().run();
        }
    }

    private Metrics metrics(DeviceReadings.Reading reading, boolean penalized) {
        return Metrics.of(metricNames, new Metrics.Source() {
            @Override
            public boolean isRead() {
                return reading.isRead();
            }

            @Override
            public double[] read() {
                float[] numbers = reading.get();
                double[] values = new double[numbers.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = i < DeviceGame.NUMBERS || penalized ? numbers[i] : 0;
                }
                return values;
            }
        });
    }

    @Override
    public void save(State state) {
        state.putInteger("steps", steps);
        state.putNumber("generator loss", last == null ? generatorLoss : last.get()[1]);
        generatorOptimizer.save(state.in("generator"));
        discriminatorOptimizer.save(state.in("discriminator"));
        if (spectral != null) {
            spectral.save(state.in("constraint"));
        }
        if (average != null) {
            average.save(state.in("average"));
        }
    }

    @Override
    public void restore(State state) throws InvalidDataException {
        generatorOptimizer.restore(state.in("generator"));
        discriminatorOptimizer.restore(state.in("discriminator"));
        if (spectral != null) {
            spectral.restore(state.in("constraint"));
        }
        if (average != null) {
            average.restore(state.in("average"));
        }
        generatorLoss = state.number("generator loss");
        float[] numbers = new float[metricNames.size()];
        numbers[1] = (float) generatorLoss;
        readings.set(numbers);
        last = null;
        steps = state.integer("steps");
    }

    @Override
    public void exchangeGradients(GradientExchange exchange) {
        throw new UnsupportedOperationException(
                model.family() + " cannot be trained in several replicas on the nd4j engine: set GEN_ENGINE=host");
    }

    @Override
    public Map<String, Double> learningRates() {
        return Map.of(
                "g_learning_rate", generatorOptimizer.learningRate(),
                "d_learning_rate", discriminatorOptimizer.learningRate());
    }

    @Override
    public void scaleLearningRate(double factor) {
        generatorOptimizer.scaleLearningRate(factor);
        discriminatorOptimizer.scaleLearningRate(factor);
    }

    @Override
    protected void release() {
        ahead.close();
        readings.finish();
        gamesBySize.clear();
        feed.close();
        arrays.close();
    }
}
