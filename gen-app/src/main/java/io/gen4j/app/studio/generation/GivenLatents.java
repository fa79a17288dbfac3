package io.gen4j.app.studio.generation;

import io.gen4j.Checks;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The checks of the latents in a request. */
final class GivenLatents {

    private GivenLatents() {}

    /**
     * Converts latents to an array.
     *
     * @return {@code [n, latentSize]}, owned by the caller
     * @throws IllegalArgumentException if there are none or too many, or one has another size or is not finite
     */
    static INDArray array(float[][] latents, int latentSize) {
        Checks.requireWithin("the number of latents", latents.length, 1, SamplesRequest.MAX_COUNT);
        for (int i = 0; i < latents.length; i++) {
            requireNumbers("latents[" + i + "]", latents[i], latentSize);
        }
        return Nd4j.createFromArray(latents);
    }

    /** @throws IllegalArgumentException if the count is not {@code size}, or if a number is not finite */
    static void requireNumbers(String name, float[] numbers, int size) {
        if (numbers == null || numbers.length != size) {
            throw new IllegalArgumentException(
                    name + " has " + (numbers == null ? 0 : numbers.length) + " numbers: this model's have " + size);
        }
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                throw new IllegalArgumentException(name + " has a number that is too large");
            }
        }
    }
}
