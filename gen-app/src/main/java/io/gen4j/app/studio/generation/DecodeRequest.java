package io.gen4j.app.studio.generation;

import org.jspecify.annotations.Nullable;

/**
 * Asks for the images of some latents.
 *
 * @param latents {@code [n, latentSize]}
 * @param label that all are to have; null for each in turn
 * @param columns of the picture; null for about as many as rows
 */
record DecodeRequest(
        float[][] latents, @Nullable String label, @Nullable Integer columns) {

    DecodeRequest {
        if (latents == null) {
            throw new IllegalArgumentException("latents are missing");
        }
    }
}
