package io.gen4j.adversarial;

import io.gen4j.checkpoint.State;
import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.graph.ParameterGradients;

/**
 * Keeps the weights of a critic within bounds, so that its output cannot change faster than its input. Around each update,
 * {@link #beforePasses} comes first, then forward and backward passes, {@link #afterPasses}, and, if the parameters are to
 * learn, a step of the optimiser and {@link #afterStep}.
 */
public interface WeightConstraint {

    /** Leaves the weights alone. */
    WeightConstraint NONE = new WeightConstraint() {};

    /** Puts those weights in place that the passes run on. */
    default void beforePasses() {}

    /**
     * Puts the weights in place that the optimiser moves.
     *
     * @param parameterGradients what the passes did about the parameters' gradients, which are taken back to those weights
     */
    default void afterPasses(ParameterGradients parameterGradients) {}

    /** Corrects what the optimiser did. */
    default void afterStep() {}

    /** Writes what it remembers from update to update. */
    default void save(State state) {}

    /** Goes on where {@link #save} was called. */
    default void restore(State state) throws InvalidDataException {}
}
