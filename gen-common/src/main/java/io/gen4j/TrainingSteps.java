package io.gen4j;

import io.gen4j.data.Batch;
import io.gen4j.data.BatchIterator;
import io.gen4j.data.Batches;
import io.gen4j.data.ReadInterruptedException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A training as a stream of updates. Use it to control each update yourself. {@link TrainingLoop} runs a training to
 * its end and calls listeners.
 */
public final class TrainingSteps {

    private TrainingSteps() {}

    /**
     * Makes a stream of updates. Each terminal operation makes the updates that it consumes; this includes {@link
     * Stream#count}. A closed stream has no further elements.
     *
     * <p>An update throws a {@link DivergedException} if a loss or a weight becomes infinite or NaN, and a {@link
     * TrainingInterruptedException} if the thread is interrupted.
     *
     * @param trainer makes the updates; the stream does not close it
     * @param batches as for {@link TrainingLoop}
     * @param epochs at least 1; the first is number 1
     * @return a sequential stream; close it to release batches that were read ahead
     * @throws IllegalArgumentException if the batches do not suit the model, or {@code epochs} is less than 1
     */
    public static Stream<TrainingStep> of(Trainer trainer, Batches batches, int epochs) {
        Objects.requireNonNull(trainer, "trainer");
        ImageSpec.requireFits(batches, trainer.model());
        Checks.requireWithin("epochs", epochs, 1, Integer.MAX_VALUE);
        Steps steps = new Steps(trainer, batches, epochs);
        // The stream has no known size, because a sized stream counts its elements without making them.
        Spliterator<TrainingStep> spliterator =
                Spliterators.spliteratorUnknownSize(steps, Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(spliterator, false).onClose(steps::close);
    }

    private static final class Steps implements Iterator<TrainingStep> {

        private final Trainer trainer;
        private final Batches batches;
        private final int epochs;
        private final DivergenceCheck.Losses losses = new DivergenceCheck.Losses();
        private int epoch = 1;
        private BatchIterator images;

        Steps(Trainer trainer, Batches batches, int epochs) {
            this.trainer = trainer;
            this.batches = batches;
            this.epochs = epochs;
            this.images = batches.epoch(epoch, 0);
        }

        @Override
        public boolean hasNext() {
            if (!images.hasNext() && epoch < epochs) {
                images.close();
                epoch++;
                images = batches.epoch(epoch, 0);
            }
            return images.hasNext();
        }

        @Override
        public TrainingStep next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the training is over");
            }
            trainer.progress(batches.done(epoch, images.position(), epochs));
            Batch batch = nextBatch();
            Metrics metrics = trainer.step(batch);
            TrainingStep step = new TrainingStep(epoch, trainer.steps(), batch.size(), metrics);
            losses.afterUpdate(step, trainer);
            if (!images.hasNext()) {
                losses.requireFinite(trainer);
                DivergenceCheck.requireFiniteWeights(trainer);
            }
            return step;
        }

        private Batch nextBatch() {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted();
            }
            try {
                return images.next();
            } catch (ReadInterruptedException e) {
                throw interrupted();
            }
        }

        private TrainingInterruptedException interrupted() {
            return new TrainingInterruptedException(
                    "the training was interrupted in epoch " + epoch + " after step " + trainer.steps());
        }

        void close() {
            images.close();
            epoch = epochs;
        }
    }
}
