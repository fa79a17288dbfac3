package io.gen4j.app.studio.generation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gen4j.Checks;
import io.gen4j.latent.LatentInterpolation;
import io.gen4j.prior.LatentPrior;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A request for the images between two latents.
 *
 * @param from the first latent
 * @param to the last latent
 * @param steps number of images including both ends, 2 to {@value #MAX_STEPS}; 8 if null
 * @param method linear or spherical interpolation; spherical if null
 * @param label of all images; null for the first label
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

    /** The method of interpolation, by its name in the API. */
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
     * A latent, given by its numbers or by the seed that draws it.
     *
     * @param seed of the latent
     * @param latents the numbers of the latent
     */
    record End(@Nullable Long seed, float @Nullable [] latents) {
        End {
            if ((seed == null) == (latents == null)) {
                throw new IllegalArgumentException("from and to have either a seed or latents");
            }
        }

        private INDArray array(LatentPrior prior) {
            return latents == null ? prior.sample(1, seed) : GivenLatents.array(new float[][] {latents}, prior.size());
        }
    }

    /** The interpolated latents, owned by the caller. */
    INDArray latents(LatentPrior prior) {
        LatentInterpolation interpolation = (method == null ? Method.SPHERICAL : method).interpolation;
        try (INDArray start = from.array(prior);
                INDArray end = to.array(prior)) {
            return interpolation.between(start, end, steps == null ? DEFAULT_STEPS : steps);
        }
    }
}
