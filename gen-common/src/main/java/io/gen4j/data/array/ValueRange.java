package io.gen4j.data.array;

/**
 * The numbers for black and white in an array. Name them where {@link ImageArray} finds the range ambiguous.
 *
 * @param black the number for black
 * @param white the number for white, above {@code black}
 */
public record ValueRange(float black, float white) {

    /** From 0 to 1. */
    public static final ValueRange UNIT = new ValueRange(0, 1);
    /** From -1 to 1, as a generator with tanh has them. */
    public static final ValueRange SIGNED = new ValueRange(-1, 1);
    /** From 0 to 255, as picture files have them. */
    public static final ValueRange BYTES = new ValueRange(0, 255);
    /** From 0 to 65535, as picture files of 16 bits have them. */
    public static final ValueRange SHORTS = new ValueRange(0, 65535);

    /** @throws IllegalArgumentException if a number is not finite, or white is not above black */
    public ValueRange {
        if (!(black < white) || !Float.isFinite(white - black)) {
            throw new IllegalArgumentException(
                    "black is " + black + " and white is " + white + ": must be finite, white above black");
        }
    }

    /** The nearest pixel byte; numbers outside the range become black or white. */
    byte toPixel(float value) {
        float unit = (value - black) / (white - black);
        return (byte) Math.round(Math.max(0f, Math.min(1f, unit)) * 255f);
    }

    /** Whether a number lies in the range, or no further outside than rounding leaves it. */
    boolean holds(float value) {
        float tolerance = (white - black) / 1000;
        return value >= black - tolerance && value <= white + tolerance;
    }

    /** Such as {@code 0 to 255}. */
    @Override
    public String toString() {
        return (int) black + " to " + (int) white;
    }
}
