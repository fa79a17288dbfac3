package io.gen4j.vae.internal;

import io.gen4j.CheckedTrainer;
import io.gen4j.Metrics;
import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.PixelRange;
import io.gen4j.data.internal.DeviceFeed;
import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.device.internal.DeviceAdam;
import io.gen4j.nn.device.internal.DeviceArrays;
import io.gen4j.nn.device.internal.DeviceReadings;
import io.gen4j.nn.device.internal.DrawingAhead;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.optim.GradientExchange;
import java.util.HashMap;
import java.util.Map;

/** The base class of the trainers of autoencoders on a device. Its state is that of the trainer's on the host. */
public abstract class DeviceReconstructionTrainer extends CheckedTrainer {

    private final DeviceArrays arrays = new DeviceArrays();
    private final DrawingAhead ahead = new DrawingAhead();
    private final DeviceFeed feed = new DeviceFeed(PixelRange.UNIT);
    private final Map<Integer, Step> stepsBySize = new HashMap<>();
    private final DeviceAdam optimizer;
    private final DeviceReadings readings;
    private long steps;

    /** @param numbers that a step leaves on the device */
    protected DeviceReconstructionTrainer(GraphParameters parameters, double learningRate, int numbers) {
        optimizer = new DeviceAdam(parameters, learningRate, 0.9, arrays);
        readings = new DeviceReadings(numbers, arrays);
    }

    /** The recorded operations of a step, for one batch size. */
    public interface Step {

        /**
         * Brings a batch and the random numbers of the step to the device.
         *
         * @param kind before the purpose of random numbers: empty for an update
         * @param index of the random numbers
         */
        void bring(Batch batch, String kind, long index);

        /** Computes the loss, and leaves its parts in the readings. */
        void forward();

        /** Computes the gradients after the loss. */
        void backward();
    }

    /** Records a step. */
    protected abstract Step newStep(int size, DeviceArrays stepArrays);

    /** The metrics of {@link #metricNames()} from the numbers of a step. */
    protected abstract double[] metrics(float[] numbers, int size);

    public final DrawingAhead ahead() {
        return ahead;
    }

    public final DeviceFeed feed() {
        return feed;
    }

    public final DeviceReadings readings() {
        return readings;
    }

    private Step stepFor(Batch batch) {
        return stepsBySize.computeIfAbsent(batch.size(), size -> newStep(size, arrays));
    }

    /** The factor of the learning rate in the current update. */
    protected double rateFactor() {
        return 1;
    }

    @Override
    public final boolean readsByIndex(Batches batches) {
        return feed.hold(batches);
    }

    @Override
    protected final Metrics update(Batch batch) {
        steps++;
        Step step = stepFor(batch);
        step.bring(batch, "", steps);
        step.forward();
        step.backward();
        optimizer.advance(rateFactor());
        optimizer.program().run();
        return keep(batch.size());
    }

    @Override
    protected final Metrics measure(Batch batch, long index) {
        Step step = stepFor(batch);
        step.bring(batch, "evaluation ", index);
        step.forward();
        return keep(batch.size());
    }

    private Metrics keep(int size) {
        DeviceReadings.Reading reading = readings.keep();
        return Metrics.of(metricNames(), new Metrics.Source() {
            @Override
            public boolean isRead() {
                return reading.isRead();
            }

            @Override
            public double[] read() {
                return metrics(reading.get(), size);
            }
        });
    }

    @Override
    public final boolean canEvaluate() {
        return true;
    }

    @Override
    public final long steps() {
        return steps;
    }

    @Override
    public final void save(State state) {
        state.putInteger("steps", steps);
        optimizer.save(state.in("optimizer"));
    }

    @Override
    public final void restore(State state) throws InvalidDataException {
        optimizer.restore(state.in("optimizer"));
        steps = state.integer("steps");
    }

    @Override
    public final Map<String, Double> learningRates() {
        return Map.of("learning_rate", optimizer.learningRate());
    }

    @Override
    public final void exchangeGradients(GradientExchange exchange) {
        throw new UnsupportedOperationException(
                model().family() + " cannot be trained in several replicas on the nd4j engine: set GEN_ENGINE=host");
    }

    @Override
    public final void scaleLearningRate(double factor) {
        optimizer.scaleLearningRate(factor);
    }

    @Override
    protected final void release() {
        ahead.close();
        readings.finish();
        stepsBySize.clear();
        feed.close();
        arrays.close();
    }
}
