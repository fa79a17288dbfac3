package io.gen4j;

/** Refuses settings outside their range, in one line that names the setting, its value and the range. */
public final class Checks {

    private Checks() {}

    /** @throws IllegalArgumentException if {@code value} is not within {@code least} and {@code most} */
    public static void requireWithin(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ": must be " + least + " to " + most);
        }
    }

    /** @throws IllegalArgumentException if {@code value} is not within {@code least} and {@code most}, or no number */
    public static void requireWithin(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " is " + value + ": must be " + least + " to " + most);
        }
    }

    /** @throws IllegalArgumentException if {@code value} is not above 0 and at most {@code most} */
    public static void requirePositive(String name, double value, double most) {
        if (!(value > 0 && value <= most)) {
            throw new IllegalArgumentException(name + " is " + value + ": must be above 0 and at most " + most);
        }
    }
}
