package io.gen4j;

import java.util.Objects;

/**
 * Checks the values of settings. Use it in the constructor of a {@link ModelConfig}. The error is one line that names
 * the setting, its value and its range.
 */
public final class Checks {

    private Checks() {}

    /** @throws IllegalArgumentException if {@code value} is not within {@code least} and {@code most} */
    public static void requireWithin(String name, long value, long least, long most) {
        Objects.requireNonNull(name, "name");
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ": must be " + least + " to " + most);
        }
    }

    /** @throws IllegalArgumentException if {@code value} is not within {@code least} and {@code most}, or no number */
    public static void requireWithin(String name, double value, double least, double most) {
        Objects.requireNonNull(name, "name");
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " is " + value + ": must be " + least + " to " + most);
        }
    }

    /** @throws IllegalArgumentException if {@code value} is not above 0 and at most {@code most} */
    public static void requirePositive(String name, double value, double most) {
        Objects.requireNonNull(name, "name");
        if (!(value > 0 && value <= most)) {
            throw new IllegalArgumentException(name + " is " + value + ": must be above 0 and at most " + most);
        }
    }

    /** @throws IllegalArgumentException if {@code value} is not at least 0 and less than 1 */
    public static void requireFraction(String name, double value) {
        Objects.requireNonNull(name, "name");
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " is " + value + ": must be at least 0 and less than 1");
        }
    }

    /**
     * Checks the training settings that all models share.
     *
     * @throws IllegalArgumentException if a value lies outside its range
     */
    public static void requireTraining(double learningRate, int batchSize, int smallestBatch, int epochs) {
        requireWithin("smallest batch", smallestBatch, 1, 65536);
        requirePositive("learning rate", learningRate, 1);
        requireWithin("batch size", batchSize, smallestBatch, 65536);
        requireWithin("epochs", epochs, 1, 1_000_000);
    }
}
