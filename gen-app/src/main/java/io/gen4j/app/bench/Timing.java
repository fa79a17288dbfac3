package io.gen4j.app.bench;

/**
 * A timed phase of a benchmark.
 *
 * @param runs of the task
 * @param nanos by the clock
 * @param jobNanos of these, the time of work on several threads
 * @param workNanos the time that all threads together worked in {@code jobNanos}
 * @param threads that could have worked
 */
record Timing(int runs, long nanos, long jobNanos, long workNanos, int threads) {

    /** The runs per second. */
    double rate() {
        return runs * 1e9 / nanos;
    }

    /** The share of all threads' time in which they had nothing to do. Outside of jobs, the calling thread works alone. */
    double waiting() {
        double worked = workNanos + (nanos - jobNanos);
        return Math.max(0, 1 - worked / ((double) threads * nanos));
    }
}
