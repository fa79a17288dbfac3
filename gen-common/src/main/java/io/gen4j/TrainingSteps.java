package io.gen4j;

import io.gen4j.data.Batch;
import io.gen4j.data.BatchIterator;
import io.gen4j.data.Batches;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A training as a sequence of updates, each made when it is asked for; who wants it run to its end has {@link TrainingLoop}. */
public final class TrainingSteps {

    private TrainingSteps() {}

    /**
     * The updates of some epochs, the first of which is number 1.
     *
     * @param trainer makes the updates; stays open
     * @param epochs at least 1
     * @return a sequential stream, to be closed, lest the batches that were read ahead stay in memory
     */
    public static Stream<TrainingStep> of(Trainer trainer, Batches batches, int epochs) {
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs is " + epochs + ": must be at least 1");
        }
        Steps steps = new Steps(trainer, batches, epochs);
        Spliterator<TrainingStep> spliterator = Spliterators.spliterator(
                steps, (long) epochs * batches.perEpoch(), Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(spliterator, false).onClose(steps::close);
    }

    private static final class Steps implements Iterator<TrainingStep> {

        private final Trainer trainer;
        private final Batches batches;
        private final int epochs;
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
            Batch batch = images.next();
            return new TrainingStep(epoch, trainer.steps() + 1, batch.size(), trainer.step(batch));
        }

        void close() {
            images.close();
            epoch = epochs;
        }
    }
}
