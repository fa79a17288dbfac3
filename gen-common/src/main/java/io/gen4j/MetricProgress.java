package io.gen4j;

/** Receives the progress of a long measurement. */
@FunctionalInterface
public interface MetricProgress {

    /** Ignores the progress. */
    MetricProgress NONE = (what, share) -> {};

    /**
     * Called when some of the work is done.
     *
     * @param what the current task, in a few words
     * @param share the finished share of the task, 0 to 1
     */
    void reached(String what, double share);
}
