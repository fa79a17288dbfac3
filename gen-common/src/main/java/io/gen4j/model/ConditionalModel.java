package io.gen4j.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A model that is told which label to draw. */
public interface ConditionalModel extends GenerativeModel {

    /**
     * Generates one image for each latent and label.
     *
     * @param latents float, {@code [n, latentSize]}
     * @param labels {@code n} indices into {@code spec().labelNames()}
     * @return float, {@code [n, channels * height * width]}
     * @throws IllegalArgumentException if a label does not exist
     */
    INDArray generate(INDArray latents, int[] labels);

    /** Generates with labels 0, 1, 2 … in turn. */
    @Override
    default INDArray generate(INDArray latents) {
        int[] labels = new int[(int) latents.size(0)];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % spec().labelNames().size();
        }
        return generate(latents, labels);
    }
}
