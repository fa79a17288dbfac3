package io.gen4j.examples;

import io.gen4j.data.Batch;
import io.gen4j.data.BatchIterator;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.PixelRange;
import io.gen4j.data.SyntheticDigits;
import io.gen4j.gan.Gan;
import io.gen4j.gan.GanConfig;
import io.gen4j.model.ImageSpec;
import io.gen4j.train.Metrics;
import io.gen4j.train.Trainer;

/** Trains a GAN on synthetic digits with a loop of its own, and prints what each hundredth update reports. */
public final class WatchGan {

    private static final int DIGITS = 20_000;
    private static final int SHOWN = 100;

    private WatchGan() {}

    /** @param arguments none */
    public static void main(String[] arguments) {
        ImageDataset digits = SyntheticDigits.draw(DIGITS, 1);
        GanConfig config = GanConfig.builder().epochs(5).build();
        Batches batches = new Batches(digits, config.batchSize(), PixelRange.SIGNED, config.seed(), LastBatch.DROP);
        try (Gan gan = new Gan(config, ImageSpec.of(digits));
                Trainer trainer = gan.newTrainer()) {
            for (int epoch = 1; epoch <= config.epochs(); epoch++) {
                watchEpoch(trainer, batches, epoch);
            }
        }
    }

    private static void watchEpoch(Trainer trainer, Batches batches, int epoch) {
        try (BatchIterator images = batches.epoch(epoch, 0)) {
            while (images.hasNext()) {
                Batch batch = images.next();
                Metrics metrics = trainer.step(batch);
                if (trainer.steps() % SHOWN == 0) {
                    System.out.println("epoch " + epoch + ", step " + trainer.steps() + ": " + metrics);
                }
            }
        }
    }
}
