package io.gen4j.app.studio.operations;

import java.time.Duration;

/** Counts the requests that are being answered, and lets the server's end wait for them. */
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

    /** From now on, {@link #isEnding}. */
    synchronized void end() {
        ending = true;
    }

    /**
     * Waits until no request is being answered.
     *
     * @return whether that was so before the time was over
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
