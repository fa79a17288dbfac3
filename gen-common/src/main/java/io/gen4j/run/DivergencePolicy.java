package io.gen4j.run;

/**
 * The reaction of a training to a loss or weight that is infinite or NaN. Use {@link #STOP} to look into the cause, and
 * {@link #ROLLBACK} for unattended trainings.
 */
public enum DivergencePolicy {
    /** It fails; the last good checkpoint stays. */
    STOP,
    /** It goes back to the last good checkpoint and on with half the learning rate, {@link #MAX_ROLLBACKS} times at most. */
    ROLLBACK;

    /** How often a training goes back before it fails after all. */
    public static final int MAX_ROLLBACKS = 5;
}
