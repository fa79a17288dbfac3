package io.gen4j.runtime.internal;

/** Checks arguments. The error is one line that names the argument, its value and its range. */
public final class Arguments {

    private Arguments() {}

    /** @throws IllegalArgumentException unless {@code value} is from {@code least} to {@code most} */
    public static void requireWithin(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " is " + value + ": must be from " + least + " to " + most);
        }
    }

    /** @throws IllegalArgumentException unless {@code value} is above 0 and finite */
    public static void requirePositive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " is " + value + ": must be above 0 and finite");
        }
    }

    /** @throws IllegalArgumentException unless {@code value} is at least 0 and less than 1 */
    public static void requireBelowOne(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " is " + value + ": must be at least 0 and less than 1");
        }
    }
}
