package io.gen4j.app;

import io.gen4j.DivergenceCheck;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelFamilies;
import io.gen4j.Trainer;
import io.gen4j.data.Batch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.runtime.internal.InputRows;
import java.util.List;
import java.util.Map;

/**
 * Measures what the checks of an update cost: of the pixels in each, and of the weights in every hundredth. A program, see
 * docs/architecture.md. The least of many short measurements hardly depends on what else runs on the machine.
 */
final class CheckCost {

    private static final int MEASUREMENTS = 200;
    private static final int WEIGHTS_INTERVAL = 100;

    private CheckCost() {}

    public static void main(String[] families) {
        ImageDataset digits = SyntheticDigits.draw(1000, 1);
        for (String family : families.length == 0 ? List.of("vae", "gan", "cgan", "dcgan") : List.of(families)) {
            try (GenerativeModel model = ModelFamilies.create(family, Map.of(), ImageSpec.MNIST);
                    Trainer trainer = model.newTrainer()) {
                Batch batch = model.batches(digits).first(model.config().batchSize());
                double pixels = least(20, () -> checkPixels(model, batch));
                double weights = least(2, () -> DivergenceCheck.requireFiniteWeights(trainer)) / WEIGHTS_INTERVAL;
                double step = least(2, () -> trainer.step(batch));
                System.out.printf(
                        "%s, batch %d: %.1f + %.1f microseconds for pixels and weights, of %.0f: %.2f %%%n",
                        family, batch.size(), pixels, weights, step, 100 * (pixels + weights) / step);
            }
        }
        System.exit(0);
    }

    private static void checkPixels(GenerativeModel model, Batch batch) {
        float black = model.pixelRange().black();
        float white = model.pixelRange().white();
        InputRows.pixels("images", batch.images(), model.spec().shape().size(), black, white)
                .close();
    }

    /** Microseconds of one call. */
    private static double least(int calls, Runnable check) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < MEASUREMENTS; i++) {
            long start = System.nanoTime();
            for (int call = 0; call < calls; call++) {
                check.run();
            }
            least = Math.min(least, (System.nanoTime() - start) / 1e3 / calls);
        }
        return least;
    }
}
