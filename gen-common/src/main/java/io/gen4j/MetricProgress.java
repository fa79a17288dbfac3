package io.gen4j;

/** Hears how far a measurement is, for those that take long. */
@FunctionalInterface
public interface MetricProgress {

    /** Tells nobody. */
    MetricProgress NONE = (what, share) -> {};

    /**
     * Some of the work is done.
     *
     * @param what is being done, in a few words
     * @param share of it that is done, 0 to 1
     */
    void reached(String what, double share);
}
