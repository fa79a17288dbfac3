package io.gen4j.app.option;

import io.gen4j.ConditionalModel;
import io.gen4j.GenerativeModel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Option;

/** The option {@code --label}: one label for a conditional model to draw. */
public final class LabelOption {

    @Option(names = "--label", paramLabel = "NAME", description = "The label to draw, for a conditional model.")
    private @Nullable String label;

    /**
     * The chosen label, once for each image.
     *
     * @return of length 0 for a model that takes no labels
     * @throws IllegalArgumentException if the label is missing or unknown, or the model takes no labels
     */
    public int[] of(GenerativeModel model, int count) {
        if (!(model instanceof ConditionalModel conditional)) {
            if (label != null) {
                throw new IllegalArgumentException(
                        "--label is " + label + ": this " + model.family() + " takes no labels");
            }
            return new int[0];
        }
        if (label == null) {
            throw new IllegalArgumentException("--label is missing: this " + model.family() + " draws "
                    + String.join(", ", model.spec().labelNames()) + "; choose one");
        }
        int[] labels = new int[count];
        Arrays.fill(labels, conditional.labelIndex(label));
        return labels;
    }

    /** Draws latents with the chosen label, if the model takes labels. */
    public INDArray generate(GenerativeModel model, INDArray latents) {
        int[] labels = of(model, (int) latents.size(0));
        return model instanceof ConditionalModel conditional
                ? conditional.generate(latents, labels)
                : model.generate(latents);
    }
}
