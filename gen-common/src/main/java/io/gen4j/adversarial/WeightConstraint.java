package io.gen4j.adversarial;

import io.gen4j.checkpoint.State;
import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.graph.ParameterGradients;

/**
 * A constraint on the weights of a discriminator, which limits how fast its output changes. An update calls {@link
 * #beforePasses}, runs the forward and backward passes, and calls {@link #afterPasses}. If the discriminator learns,
 * the optimiser and {@link #afterStep} follow.
 */
public interface WeightConstraint {

    /** No bound. */
    WeightConstraint NONE = new WeightConstraint() {};

    /** Replaces the weights with those of the passes. */
    default void beforePasses() {}

    /**
     * Restores the weights that the optimiser moves.
     *
     * @param parameterGradients whether the passes wrote gradients, which are converted to those of the restored weights
     */
    default void afterPasses(ParameterGradients parameterGradients) {}

    /** Corrects the weights after an update. */
    default void afterStep() {}

    /** Writes the state. */
    default void save(State state) {}

    /** Reads the state that {@link #save} wrote. */
    default void restore(State state) throws InvalidDataException {}
}
