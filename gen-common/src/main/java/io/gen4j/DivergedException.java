package io.gen4j;

/**
 * A loss or a weight became infinite or NaN, so the training stops. The model's weights are of no more use: load a saved
 * model, or make a new one and train it with a lower learning rate.
 */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message names the step, the number and the network */
    public DivergedException(String message) {
        super(message);
    }
}
