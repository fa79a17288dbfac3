package io.gen4j.latent;

import io.gen4j.Checks;
import io.gen4j.ConditionalModel;
import io.gen4j.runtime.internal.InputRows;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A conditional model that also draws images between labels. Use it to see what two labels share. The embeddings of the
 * labels are mixed, not their images.
 */
public interface LabelMixingModel extends ConditionalModel {

    /**
     * Generates images of mixed labels.
     *
     * @param latents float, {@code [n, latentSize]}
     * @param labelWeights float, {@code [n, labels]}: the share of each label. A row with a single 1 gives the image of {@link
     *     #generate(INDArray, int[])}
     * @return float, {@code [n, pixels]}, a new array
     * @throws IllegalArgumentException if an array has another shape or type, or numbers that are not finite
     * @throws IllegalStateException if this model is closed
     */
    INDArray generateMixed(INDArray latents, INDArray labelWeights);

    /**
     * Generates the way from one label to another, with one latent, in equal steps.
     *
     * @param latent float, {@code [1, latentSize]}
     * @param from the first image's label
     * @param to the last image's label
     * @param steps images, both ends among them, at least 2
     * @return float, {@code [steps, pixels]}
     * @throws IllegalArgumentException if a label does not exist, or the latent has another shape
     */
    default INDArray betweenLabels(INDArray latent, String from, String to, int steps) {
        int labels = spec().labelNames().size();
        int first = index("from", from);
        int last = index("to", to);
        Checks.requireWithin("steps", steps, 2, Integer.MAX_VALUE);
        try (InputRows row = InputRows.finite("latent", latent, latentSize());
                INDArray weights = NativeArrays.zeros(steps, labels);
                INDArray latents = repeated(row.array(), steps)) {
            for (int i = 0; i < steps; i++) {
                double share = i / (steps - 1.0);
                weights.putScalar(i, first, 1 - share);
                weights.putScalar(i, last, weights.getDouble(i, last) + share);
            }
            return generateMixed(latents, weights);
        }
    }

    private int index(String name, String label) {
        int index = spec().labelNames().indexOf(Objects.requireNonNull(label, name));
        if (index < 0) {
            throw new IllegalArgumentException(name + " is \"" + label + "\": there is no such label; choose among "
                    + String.join(", ", spec().labelNames()));
        }
        return index;
    }

    private static INDArray repeated(INDArray latent, int steps) {
        if (latent.size(0) != 1) {
            throw new IllegalArgumentException("latent has " + latent.size(0) + " rows: must have 1");
        }
        return latent.repeat(0, steps).dup('c');
    }
}
