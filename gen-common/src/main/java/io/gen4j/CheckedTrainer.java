package io.gen4j;

import io.gen4j.data.Batch;
import io.gen4j.data.PixelRange;
import io.gen4j.nn.Conditions;
import io.gen4j.runtime.internal.InputRows;
import java.util.Objects;

/**
 * The base class for a trainer of your own. It checks each batch before the update: the width and type of the images,
 * and the labels. It also checks that the trainer and the model are open. Trainers of one model take turns, update by
 * update.
 */
public abstract class CheckedTrainer implements Trainer {

    private volatile boolean closed;

    /** For subclasses. */
    protected CheckedTrainer() {}

    @Override
    public final Metrics step(Batch batch) {
        return use(batch, this::update);
    }

    @Override
    public final Metrics evaluate(Batch batch, long index) {
        return use(batch, checked -> measure(checked, index));
    }

    /** Makes one update with a checked batch; see {@link #step}. */
    protected abstract Metrics update(Batch batch);

    /** Computes the loss of a checked batch; see {@link #evaluate}. */
    protected Metrics measure(Batch batch, long index) {
        throw new UnsupportedOperationException(model().family() + " has no loss on unseen images");
    }

    /** Releases the buffers. It is called once. */
    protected abstract void release();

    private interface Work {
        Metrics on(Batch batch);
    }

    private Metrics use(Batch batch, Work work) {
        Objects.requireNonNull(batch, "batch");
        return model().guard().use(() -> {
            if (closed) {
                throw new IllegalStateException("this trainer is closed");
            }
            PixelRange range = model().pixelRange();
            if (batch.indices().isPresent()) {
                requireDataset(batch, range);
                return work.on(batch);
            }
            try (InputRows images = InputRows.pixels(
                    "batch.images()", batch.images(), model().spec().shape().size(), range.black(), range.white())) {
                requireLabels(batch);
                return work.on(images.array() == batch.images() ? batch : new Batch(images.array(), batch.labels()));
            }
        });
    }

    /** The images of a dataset have pixels of one range, so they need not be read. */
    private void requireDataset(Batch batch, PixelRange range) {
        if (!batch.isOf(model().spec().shape(), range)) {
            throw new IllegalArgumentException("the batch names images of another shape or range: must be "
                    + model().spec().shape() + ", " + range.black() + " to " + range.white()
                    + "; take it from the model's batches(images)");
        }
        requireLabels(batch);
    }

    private void requireLabels(Batch batch) {
        if (model() instanceof ConditionalModel) {
            Conditions.requireLabels(
                    batch.size(), batch.labels(), model().spec().labelNames().size());
        }
    }

    @Override
    public final void close() {
        model().guard().release(() -> {
            if (!closed) {
                closed = true;
                release();
            }
        });
    }
}
