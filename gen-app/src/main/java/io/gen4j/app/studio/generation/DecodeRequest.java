package io.gen4j.app.studio.generation;

import org.jspecify.annotations.Nullable;

/**
 * A request for the images of given latents.
 *
 * @param latents {@code [n, latentSize]}
 * @param label of all images; null for each label in turn
 * @param columns of the picture; null for a nearly square one
 */
record DecodeRequest(
        float[][] latents, @Nullable String label, @Nullable Integer columns) {

    DecodeRequest {
        if (latents == null) {
            throw new IllegalArgumentException("latents are missing");
        }
    }
}
