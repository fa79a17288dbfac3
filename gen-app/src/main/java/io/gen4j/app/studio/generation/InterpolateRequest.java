package io.gen4j.app.studio.generation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gen4j.Checks;
import io.gen4j.Latents;
import io.gen4j.latent.LatentInterpolation;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Asks for the images on the way from one latent to another.
 *
 * @param from where the way begins
 * @param to where it ends
 * @param steps how many images, the two ends among them, 2 to {@value #MAX_STEPS}; 8 if null
 * @param method along the line or along the circle; spherical if null
 * @param label that all are to have; null for the first
 */
record InterpolateRequest(
        End from,
        End to,
        @Nullable Integer steps,
        @Nullable Method method,
        @Nullable String label) {

    private static final int MAX_STEPS = 256;
    private static final int DEFAULT_STEPS = 8;

    InterpolateRequest {
        if (from == null || to == null) {
            throw new IllegalArgumentException((from == null ? "from" : "to") + " is missing");
        }
        if (steps != null) {
            Checks.requireWithin("steps", steps, 2, MAX_STEPS);
        }
    }

    /** How to go, as the API calls it. */
    enum Method {
        @JsonProperty("linear")
        LINEAR(LatentInterpolation.LINEAR),
        @JsonProperty("spherical")
        SPHERICAL(LatentInterpolation.SPHERICAL);

        private final LatentInterpolation interpolation;

        Method(LatentInterpolation interpolation) {
            this.interpolation = interpolation;
        }
    }

    /**
     * A latent: one that is given, or the first draw of a seed.
     *
     * @param seed of the draw
     * @param latents one latent
     */
    record End(@Nullable Long seed, float @Nullable [] latents) {
        End {
            if ((seed == null) == (latents == null)) {
                throw new IllegalArgumentException("from and to have either a seed or latents");
            }
        }

        private INDArray array(int latentSize) {
            return latents == null
                    ? Latents.normal(1, latentSize, seed)
                    : GivenLatents.array(new float[][] {latents}, latentSize);
        }
    }

    /** The latents on the way; the caller's own. */
    INDArray latents(int latentSize) {
        LatentInterpolation interpolation = (method == null ? Method.SPHERICAL : method).interpolation;
        try (INDArray start = from.array(latentSize);
                INDArray end = to.array(latentSize)) {
            return interpolation.between(start, end, steps == null ? DEFAULT_STEPS : steps);
        }
    }
}
