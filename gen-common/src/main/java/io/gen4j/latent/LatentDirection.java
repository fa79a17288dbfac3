package io.gen4j.latent;

import io.gen4j.runtime.internal.Arguments;
import java.util.Arrays;
import java.util.Objects;

/**
 * A direction in latent space along which images change in one respect. Use it to edit generated images. Add {@code t *
 * vector} to a latent, with t from about -3 to 3, and generate.
 *
 * @param name of the change, such as a label's name
 * @param vector one number per number of a latent, of length 1
 */
public record LatentDirection(String name, float[] vector) {

    /**
     * Keeps its own copy.
     *
     * @throws IllegalArgumentException if the vector is empty, or a number is not finite
     */
    public LatentDirection {
        Objects.requireNonNull(name, "name");
        vector = vector.clone();
        Arguments.requireAtLeast("length of the vector", vector.length, 1);
        for (float number : vector) {
            if (!Float.isFinite(number)) {
                throw new IllegalArgumentException("the vector holds " + number + ": must be finite");
            }
        }
    }

    /** A copy. */
    @Override
    public float[] vector() {
        return vector.clone();
    }

    /**
     * Moves a latent.
     *
     * @param latent of the vector's length
     * @param amount how far, with the sign of the direction
     * @return a new array
     * @throws IllegalArgumentException if the lengths differ, or {@code amount} is not within the range of a float
     */
    public float[] move(float[] latent, double amount) {
        Objects.requireNonNull(latent, "latent");
        Arguments.requireWithin("amount", amount, -Float.MAX_VALUE, Float.MAX_VALUE);
        if (latent.length != vector.length) {
            throw new IllegalArgumentException("the latent has " + latent.length + " numbers: the direction \"" + name
                    + "\" has " + vector.length);
        }
        float[] moved = latent.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (amount * vector[i]);
        }
        return moved;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LatentDirection that && name.equals(that.name) && Arrays.equals(vector, that.vector);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(vector);
    }

    @Override
    public String toString() {
        return name + " " + Arrays.toString(vector);
    }
}
