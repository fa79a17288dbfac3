package io.gen4j.app.command;

import io.gen4j.ModelConfig;
import io.gen4j.Preset;
import io.gen4j.app.option.PresetOption;
import java.util.Locale;
import java.util.Optional;

/** The advice to train longer on small data: the epochs of {@code --preset best} were chosen on MNIST. */
final class FewUpdates {

    private static final int MNIST_IMAGES = 60_000;

    /** Up to this factor, the images are nearly as good. */
    private static final int TOLERATED = 4;

    private FewUpdates() {}

    /**
     * Advises on the number of epochs.
     *
     * @param images the number of training images
     * @return empty if the preset is another one, or the updates suffice
     */
    static Optional<String> advice(ModelConfig config, Preset<?> preset, int images) {
        long wanted = updates(preset.config(), MNIST_IMAGES);
        long updates = updates(config, images);
        if (!preset.name().equals(PresetOption.BEST) || updates * TOLERATED >= wanted) {
            return Optional.empty();
        }
        long epochs = Math.round((double) wanted * config.epochs() / updates);
        return Optional.of(String.format(
                Locale.ROOT,
                "%,d epochs of %,d images are %,d updates; the preset's figures took %,d: --epochs %d for as many",
                config.epochs(),
                images,
                updates,
                wanted,
                epochs));
    }

    private static long updates(ModelConfig config, int images) {
        return Math.max(1, images / config.batchSize()) * (long) config.epochs();
    }
}
