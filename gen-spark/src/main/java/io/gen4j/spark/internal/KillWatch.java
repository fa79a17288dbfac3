package io.gen4j.spark.internal;

import org.apache.spark.BarrierTaskContext;

/** Ends a rank's waiting when Spark kills its task, which Spark tells by a flag alone. */
final class KillWatch implements AutoCloseable {

    private static final int INTERVAL_MILLIS = 100;

    private final Thread thread;
    private volatile boolean over;

    /** @param end what the rank waits for, closed when the task is killed */
    KillWatch(BarrierTaskContext context, Runnable end) {
        Thread task = Thread.currentThread();
        thread = new Thread(
                () -> {
                    while (!over && !context.isInterrupted()) {
                        try {
                            Thread.sleep(INTERVAL_MILLIS);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                    if (!over) {
                        try {
                            end.run();
                        } finally {
                            task.interrupt();
                        }
                    }
                },
                "gen4j-kill-watch");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        over = true;
        thread.interrupt();
    }
}
