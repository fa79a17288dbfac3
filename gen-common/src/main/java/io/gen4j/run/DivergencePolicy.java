package io.gen4j.run;

/** What a training does when a loss or a weight has become infinite or is no number. */
public enum DivergencePolicy {
    /** It fails; the last good checkpoint stays. */
    STOP,
    /** It goes back to the last good checkpoint and on with half the learning rate, {@link #MAX_ROLLBACKS} times at most. */
    ROLLBACK;

    /** How often a training goes back before it fails after all. */
    public static final int MAX_ROLLBACKS = 5;
}
