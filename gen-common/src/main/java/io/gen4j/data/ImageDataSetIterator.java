package io.gen4j.data;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adapts {@link Batches} to Deeplearning4j's own {@code fit} and {@code evaluate}. Use it to train a DL4J network on an
 * {@link ImageDataset}. Features are {@code [count, channels * height * width]}; labels are one-hot, {@code [count,
 * labels]}, or null if the data has none. Arrays are new each time. Each {@link #reset()} starts the next epoch, in a new
 * order. It is not serializable, although the interface is.
 */
public final class ImageDataSetIterator implements DataSetIterator {

    private static final long serialVersionUID = 1L;

    private final transient Batches batches;
    private transient int[] order;
    private transient int epoch;
    private transient int position;
    private transient @Nullable DataSetPreProcessor preProcessor;

    /** Starts at epoch 0. */
    public ImageDataSetIterator(Batches batches) {
        this.batches = batches;
        this.order = batches.order(0);
    }

    @Override
    public boolean hasNext() {
        return position < batches.perEpoch();
    }

    /** @throws NoSuchElementException if the epoch is over */
    @Override
    public DataSet next() {
        if (!hasNext()) {
            throw new NoSuchElementException(
                    "the epoch has " + batches.perEpoch() + " batches: reset() starts the next");
        }
        Batch batch = batches.of(batches.indices(order, position));
        position++;
        DataSet dataSet = new DataSet(batch.images(), oneHot(batch.labels()));
        if (preProcessor != null) {
            preProcessor.preProcess(dataSet);
        }
        return dataSet;
    }

    /**
     * As {@link #next()}: the batch size is that of the {@link Batches}.
     *
     * @throws UnsupportedOperationException if another is asked for
     */
    @Override
    public DataSet next(int count) {
        if (count != batches.batchSize()) {
            throw new UnsupportedOperationException(
                    "batch of " + count + " asked for: this iterator gives " + batches.batchSize());
        }
        return next();
    }

    @Override
    public int inputColumns() {
        return batches.data().shape().size();
    }

    @Override
    public int totalOutcomes() {
        return batches.data().labelNames().size();
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    @Override
    public boolean asyncSupported() {
        return true;
    }

    /** Starts the next epoch. */
    @Override
    public void reset() {
        epoch++;
        position = 0;
        order = batches.order(epoch);
    }

    @Override
    public int batch() {
        return batches.batchSize();
    }

    @Override
    public void setPreProcessor(@Nullable DataSetPreProcessor preProcessor) {
        this.preProcessor = preProcessor;
    }

    @Override
    public @Nullable DataSetPreProcessor getPreProcessor() {
        return preProcessor;
    }

    /** The labels' names; empty if the data has no labels. */
    @Override
    public List<String> getLabels() {
        return batches.data().labelNames();
    }

    private @Nullable INDArray oneHot(int[] labels) {
        if (labels.length == 0) {
            return null;
        }
        float[][] rows = new float[labels.length][totalOutcomes()];
        for (int i = 0; i < labels.length; i++) {
            rows[i][labels[i]] = 1f;
        }
        return Nd4j.createFromArray(rows);
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException(ImageDataSetIterator.class.getName());
    }
}
