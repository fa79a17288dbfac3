package io.gen4j;

import io.gen4j.runtime.internal.InputRows;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A model that generates images of a label that you choose, such as a CGAN. Use it to ask for a certain digit. */
public interface ConditionalModel extends GenerativeModel {

    /**
     * Generates one image for each latent and label.
     *
     * @param latents float, {@code [n, latentSize]}
     * @param labels {@code n} indices into {@code spec().labelNames()}
     * @return float, {@code [n, channels * height * width]}
     * @throws IllegalArgumentException if a label does not exist or the numbers of labels and latents differ; if the
     *     latents have another shape or type, or contain an infinite number or NaN
     * @throws IllegalStateException if this model is closed
     */
    INDArray generate(INDArray latents, int[] labels);

    /**
     * Draws images of one label.
     *
     * @param label the label's name, as in {@code spec().labelNames()}
     * @param count at least 1
     * @param seed the same seed gives the same images
     * @return float, {@code [count, channels * height * width]}; close it after use
     * @throws IllegalArgumentException if there is no such label, or {@code count} is less than 1; the message names
     *     the labels
     */
    default INDArray sample(String label, int count, long seed) {
        Checks.requireWithin("count", count, 1, Integer.MAX_VALUE);
        int[] labels = new int[count];
        Arrays.fill(labels, labelIndex(label));
        try (INDArray latents = prior().sample(count, seed)) {
            return generate(latents, labels);
        }
    }

    /**
     * Draws one image of a label.
     *
     * <pre>{@code
     * ImageIO.write(cgan.draw("8", 1), "png", new File("eight.png"));
     * }</pre>
     *
     * @param label as for {@link #sample(String, int, long)}
     * @param seed the same seed gives the same image
     */
    default BufferedImage draw(String label, long seed) {
        try (INDArray image = sample(label, 1, seed)) {
            return grid(image, 1);
        }
    }

    /** The index of a label's name; throws as {@link #sample(String, int, long)}. */
    default int labelIndex(String label) {
        Objects.requireNonNull(label, "label");
        int index = spec().labelNames().indexOf(label);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "there is no label \"" + label + "\": choose among " + String.join(", ", spec().labelNames()));
        }
        return index;
    }

    /** Draws images as {@link GenerativeModel#sample(int, long)} does. The labels are 0, 1, 2 … in turn. */
    @Override
    default INDArray generate(INDArray latents) {
        InputRows.require("latents", latents, latentSize());
        int[] labels = new int[(int) latents.size(0)];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % spec().labelNames().size();
        }
        return generate(latents, labels);
    }
}
