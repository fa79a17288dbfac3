package io.gen4j.run;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Runs a training on its own thread while the caller waits. Java closes the open files of an interrupted thread. So an
 * interrupt of the caller does not reach the thread that writes checkpoints, but asks the training to stop.
 */
final class TrainingThread {

    /** The work of the thread. */
    @FunctionalInterface
    interface Task {
        /** Returns whether the training finished its last epoch. */
        boolean run() throws IOException;
    }

    /** How a task ended. */
    private record Outcome(boolean finished, @Nullable Throwable failure) {}

    private final Task task;
    private final Thread thread;
    private volatile Outcome outcome = new Outcome(false, null);
    private boolean interrupted;

    private TrainingThread(Path directory, Task task) {
        this.task = task;
        this.thread = new Thread(this::run, "gen4j training in " + directory);
        thread.setDaemon(Thread.currentThread().isDaemon());
    }

    /**
     * Runs a task to its end.
     *
     * @param directory names the thread
     * @param stop called when the caller is interrupted; the interrupt flag is set again at the end
     * @return the task's result
     * @throws IOException if the task throws it
     */
    static boolean run(Path directory, Task task, Runnable stop) throws IOException {
        TrainingThread training = new TrainingThread(directory, task);
        training.thread.start();
        training.await(stop);
        return training.result();
    }

    private void run() {
        try {
            outcome = new Outcome(task.run(), null);
        } catch (IOException | RuntimeException | Error e) {
            outcome = new Outcome(false, e);
        }
    }

    private void await(Runnable stop) {
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
                stop.run();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean result() throws IOException {
        @Nullable Throwable failure = outcome.failure();
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        return outcome.finished();
    }
}
