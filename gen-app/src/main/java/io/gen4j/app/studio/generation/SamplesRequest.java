package io.gen4j.app.studio.generation;

import io.gen4j.Checks;
import io.gen4j.prior.LatentPrior;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A request for images of given latents, or of {@code count} random latents.
 *
 * @param count 1 to {@value #MAX_COUNT}; 16 if null
 * @param seed of the random latents; 1 if null
 * @param label of all images; null for each label in turn
 * @param latents {@code [n, latentSize]}, instead of {@code count} and {@code seed}
 * @param columns of the picture; null for a nearly square one
 */
record SamplesRequest(
        @Nullable Integer count,
        @Nullable Long seed,
        @Nullable String label,
        float @Nullable [][] latents,
        @Nullable Integer columns) {

    static final int MAX_COUNT = 1024;

    private static final int DEFAULT_COUNT = 16;
    private static final long DEFAULT_SEED = 1;

    SamplesRequest {
        if (latents != null && (count != null || seed != null)) {
            throw new IllegalArgumentException("latents are given, so count and seed have no meaning: leave them out");
        }
        if (count != null) {
            Checks.requireWithin("count", count, 1, MAX_COUNT);
        }
    }

    /** The latents to generate from, owned by the caller. */
    INDArray latents(LatentPrior prior) {
        return latents != null
                ? GivenLatents.array(latents, prior.size())
                : prior.sample(count == null ? DEFAULT_COUNT : count, seed == null ? DEFAULT_SEED : seed);
    }
}
