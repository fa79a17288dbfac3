package io.gen4j.app.studio.operations;

import java.time.Duration;

/** The number of running requests. The shutdown waits until it is zero. */
final class RequestCount {

    private int running;
    private boolean ending;

    synchronized void started() {
        running++;
    }

    synchronized void finished() {
        running--;
        notifyAll();
    }

    synchronized int running() {
        return running;
    }

    synchronized boolean isEnding() {
        return ending;
    }

    /** Starts the shutdown: {@link #isEnding} is true from now on. */
    synchronized void end() {
        ending = true;
    }

    /**
     * Waits until no request is running.
     *
     * @return whether all requests ended in time
     */
    synchronized boolean await(Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        while (running > 0) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
