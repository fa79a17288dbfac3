package io.gen4j.examples.pixelwise;

import io.gen4j.Metrics;
import io.gen4j.Trainer;
import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import io.gen4j.file.InvalidDataException;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Trains a {@link Pixelwise} model. It sums the pixels and their squares, and sets the means and deviations after each
 * batch.
 */
final class PixelwiseTrainer implements Trainer {

    private static final List<String> METRICS = List.of("squared_error");

    private final Pixelwise model;
    private final INDArray sums;
    private final INDArray squares;
    private long images;
    private long steps;

    PixelwiseTrainer(Pixelwise model) {
        this.model = model;
        this.sums = Nd4j.zeros(DataType.DOUBLE, 1, model.latentSize());
        this.squares = Nd4j.zeros(DataType.DOUBLE, 1, model.latentSize());
    }

    @Override
    public Pixelwise model() {
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
        images += batch.size();
        INDArray pixels = batch.images().castTo(DataType.DOUBLE);
        sums.addi(pixels.sum(true, 0));
        squares.addi(pixels.mul(pixels).sum(true, 0));
        INDArray mean = sums.div(images);
        INDArray variance = squares.div(images).subi(mean.mul(mean));
        model.mean().assign(mean);
        model.deviation()
                .assign(Transforms.max(
                        Transforms.sqrt(Transforms.relu(variance)),
                        model.config().deviation()));
        double error = pixels.subiRowVector(mean).norm2Number().doubleValue();
        return new Metrics(METRICS, error * error / batch.size());
    }

    @Override
    public void save(State state) {
        state.putInteger("steps", steps);
        state.putInteger("images", images);
        state.put("sums", sums.toDoubleVector());
        state.put("squares", squares.toDoubleVector());
    }

    @Override
    public void restore(State state) throws InvalidDataException {
        steps = state.integer("steps");
        images = state.integer("images");
        sums.assign(Nd4j.createFromArray(state.doubles("sums", model.latentSize())));
        squares.assign(Nd4j.createFromArray(state.doubles("squares", model.latentSize())));
    }

    /** Has no effect: one pass finds the means and deviations. */
    @Override
    public void scaleLearningRate(double factor) {}

    @Override
    public void close() {
        sums.close();
        squares.close();
    }
}
