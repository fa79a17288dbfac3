package io.gen4j.app.option;

import io.gen4j.EvaluationData;
import io.gen4j.MetricProgress;
import io.gen4j.data.ImageDataset;
import java.util.function.Consumer;

/** The real images for a model's evaluation: the test images of its data, or else some of the others. */
public final class ReferenceData {

    /** With fewer test images, figures are rough. */
    private static final int FEW = 100;

    private ReferenceData() {}

    /**
     * Chooses the images, and reports a choice that the user may not expect.
     *
     * @param draws latents per image where a likelihood is estimated
     * @param seed of every random draw
     * @param messages receives at most two lines
     */
    public static EvaluationData of(
            SourceImages images, int draws, long seed, MetricProgress progress, Consumer<String> messages) {
        ImageDataset train = images.train();
        ImageDataset test = images.test();
        EvaluationData data = test == null
                ? EvaluationData.split(train, draws, seed, progress)
                : new EvaluationData(train, test, draws, seed, progress);
        if (test == null) {
            messages.accept(train.name() + " has no test images: " + data.test().size() + " of its " + train.size()
                    + " images stand in for them, and the model may have learnt from these");
        }
        if (data.test().size() < FEW) {
            messages.accept(
                    "there are only " + data.test().size() + " test images: the figures are rough below " + FEW);
        }
        return data;
    }
}
