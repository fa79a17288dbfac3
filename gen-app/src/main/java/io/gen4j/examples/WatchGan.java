package io.gen4j.examples;

import io.gen4j.TrainingStep;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.gan.Gan;
import java.util.stream.Stream;

/** Trains a GAN on synthetic digits, one update at a time, and prints the metrics of every hundredth update. */
public final class WatchGan {

    private static final int DIGITS = 20_000;
    private static final int SHOWN = 100;

    private WatchGan() {}

    /** @param arguments none */
    public static void main(String[] arguments) {
        ImageDataset digits = SyntheticDigits.draw(DIGITS, 1);
        try (Gan gan = Gan.builder().epochs(5).build();
                Stream<TrainingStep> steps = gan.steps(digits)) {
            steps.filter(step -> step.step() % SHOWN == 0)
                    .forEach(step -> System.out.println(
                            "epoch " + step.epoch() + ", step " + step.step() + ": " + step.metrics()));
        }
    }
}
