package io.gen4j;

/**
 * Thrown when a loss or a weight becomes infinite or NaN; the training stops. The model's weights are then useless.
 * Load a saved model, or train a new one with a lower learning rate.
 */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message names the step, the value and the network */
    public DivergedException(String message) {
        super(message);
    }
}
