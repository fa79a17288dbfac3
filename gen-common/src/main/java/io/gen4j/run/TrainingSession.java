package io.gen4j.run;

import io.gen4j.DivergedException;
import io.gen4j.Trainer;
import io.gen4j.TrainingInterruptedException;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.checkpoint.CheckpointDirectory;
import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One start of a {@link TrainingRun}: checks everything, then writes, then trains. */
final class TrainingSession {

    private static final int PICTURED = 64;
    private static final double ROLLBACK_FACTOR = 0.5;

    private final TrainingRun run;
    private final RunDirectory directory;

    TrainingSession(TrainingRun run) {
        this.run = run;
        this.directory = run.directory;
    }

    /** Returns whether the last epoch was finished. */
    boolean run() throws IOException {
        try (RunLock lock = RunLock.acquire(directory)) {
            @Nullable State checkpoint = newest();
            requireCheckpointForModel(checkpoint);
            Batches batches = run.model.batches(run.images);
            @Nullable Batches tested = run.test == null ? null : run.model.batches(run.test);
            Batch originals = (tested == null ? batches : tested).first(PICTURED);
            try (Trainer trainer = run.model.newTrainer()) {
                TrainingLoop loop =
                        new TrainingLoop(trainer, batches, run.model.config().epochs(), listeners(lock, originals));
                if (tested != null) {
                    loop.evaluateOn(tested);
                }
                prepare(loop, checkpoint);
                return train(loop, lock);
            } finally {
                run.setLoop(null);
                originals.images().close();
            }
        }
    }

    private @Nullable State newest() throws IOException {
        return directory
                .checkpoints()
                .latest(run.messages)
                .map(CheckpointDirectory.Found::state)
                .orElse(null);
    }

    /** Without a checkpoint the training would begin anew, over the model that the directory holds. */
    private void requireCheckpointForModel(@Nullable State checkpoint) throws InvalidDataException {
        if (checkpoint == null && (Files.exists(directory.model()) || Files.exists(directory.best()))) {
            throw new InvalidDataException(directory.path()
                    + " has a trained model, and no checkpoint to resume from: train into another directory");
        }
    }

    /** Checks the training against the run, and only then changes the record. */
    private void prepare(TrainingLoop loop, @Nullable State checkpoint) throws IOException {
        boolean isNew = Files.notExists(directory.config());
        RunRecord record = isNew ? RunRecord.of(run.model, run.images, run.test) : RunRecord.read(directory.config());
        record.requireData(run.images, run.test);
        RunChanges changes = record.changes(run.model);
        if (checkpoint != null) {
            loop.restore(checkpoint);
            requireEpochsLeft(loop);
            scaleLearningRate(loop, checkpoint, changes);
        }
        long step = loop.trainer().steps();
        boolean changed = record.add(changes, run.model, step);
        for (var part : run.parts.entrySet()) {
            if (isNew) {
                record.with(part.getKey(), part.getValue());
            } else {
                changed |= record.change(part.getKey(), part.getValue(), step);
            }
        }
        AtomicFile.deleteLeftOvers(directory.path());
        if (checkpoint == null) {
            TensorBoardEvents.deleteAfter(directory, "");
        }
        if (isNew || changed) {
            record.write(directory.config());
        }
        changes.tell(step, run.messages);
    }

    private static void requireEpochsLeft(TrainingLoop loop) throws InvalidDataException {
        int begun = loop.epoch() - (loop.position() > 0 ? 0 : 1);
        if (begun > loop.epochs()) {
            throw new InvalidDataException("the run has trained for " + begun + " epochs already, and was asked for "
                    + loop.epochs() + ": ask for at least " + begun);
        }
    }

    /** A checkpoint holds its optimisers' rates, and the setting that they came from. */
    private static void scaleLearningRate(TrainingLoop loop, State checkpoint, RunChanges changes)
            throws InvalidDataException {
        double factor =
                CheckpointWriter.learningRateFactor(checkpoint, loop.trainer().model(), changes.learningRateFactor());
        if (factor != 1) {
            loop.trainer().scaleLearningRate(factor);
        }
    }

    private List<TrainingListener> listeners(RunLock lock, Batch originals) {
        List<TrainingListener> all = new ArrayList<>();
        all.add(new TrainingListener() {
            @Override
            public void settled(TrainingLoop loop) throws IOException {
                lock.requireInPlace();
            }

            @Override
            public void epochEnded(int epoch, io.gen4j.Metrics mean) throws IOException {
                lock.requireInPlace();
            }
        });
        all.add(TrainingListeners.model(run.model, directory));
        guard(TrainingListeners.tables(directory), all);
        all.addAll(run.listeners);
        guard(run.watchers, all);
        guard(TrainingListeners.pictures(run.model, directory, originals), all);
        all.add(new CheckpointWriter(directory.checkpoints(), run.policy));
        return all;
    }

    private void guard(List<TrainingListener> watchers, List<TrainingListener> all) {
        watchers.forEach(watcher -> all.add(new GuardedListener(watcher, run.messages)));
    }

    private boolean train(TrainingLoop loop, RunLock lock) throws IOException {
        RunStatus.RUNNING.write(directory);
        try {
            run.setLoop(loop);
            runWithRollbacks(loop);
            boolean finished = loop.epoch() > loop.epochs();
            lock.requireInPlace();
            (finished ? RunStatus.FINISHED : RunStatus.STOPPED).write(directory);
            return finished;
        } catch (TrainingInterruptedException e) {
            Thread.interrupted(); // a listener interrupted this thread; files can be written only without the mark
            writeStatus(RunStatus.STOPPED, lock, e);
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            writeStatus(RunStatus.FAILED, lock, e);
            throw e;
        }
    }

    /** If the status cannot be written either, the first failure is the one to report. */
    private void writeStatus(RunStatus status, RunLock lock, Throwable failure) {
        try {
            if (lock.isInPlace()) {
                status.write(directory);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void runWithRollbacks(TrainingLoop loop) throws IOException {
        for (int rollbacks = 0; ; rollbacks++) {
            try {
                loop.run();
                return;
            } catch (DivergedException e) {
                if (run.divergence == DivergencePolicy.STOP || rollbacks == DivergencePolicy.MAX_ROLLBACKS) {
                    throw e;
                }
                goBack(loop, e);
            }
        }
    }

    /** Writes the halved learning rate at once, so that the next rollback starts from it. */
    private void goBack(TrainingLoop loop, DivergedException failure) throws IOException {
        @Nullable State state = newest();
        if (state == null) {
            throw failure;
        }
        loop.restore(state);
        Trainer trainer = loop.trainer();
        trainer.scaleLearningRate(ROLLBACK_FACTOR);
        trainer.save(state.in(TrainingLoop.TRAINER));
        directory.checkpoints().write(trainer.steps(), state);
        run.messages.accept(
                failure.getMessage() + ": back to step " + trainer.steps() + ", and on with half the learning rate");
    }
}
