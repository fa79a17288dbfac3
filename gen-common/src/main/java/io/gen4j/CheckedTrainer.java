package io.gen4j;

import io.gen4j.data.Batch;
import io.gen4j.nn.Conditions;
import io.gen4j.runtime.internal.InputRows;
import java.util.Objects;

/**
 * A trainer that checks each batch before it learns from it: the width and type of the images, the labels, and whether
 * trainer and model are open. Trainers of one model take turns, update by update. Extend it for a trainer of your own.
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

    /** One update, as {@link #step}, of a batch that was checked. */
    protected abstract Metrics update(Batch batch);

    /** The loss, as {@link #evaluate}, of a batch that was checked. */
    protected Metrics measure(Batch batch, long index) {
        throw new UnsupportedOperationException(model().family() + " has no loss on unseen images");
    }

    /** Releases buffers; called once. */
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
            try (InputRows images = InputRows.of(
                    "batch.images()", batch.images(), model().spec().shape().size())) {
                requireLabels(batch);
                return work.on(images.array() == batch.images() ? batch : new Batch(images.array(), batch.labels()));
            }
        });
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
