package io.gen4j.app.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.ImageSpec;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import io.gen4j.data.ImageShape;
import java.util.Optional;
import java.util.stream.IntStream;

/** The settings and the images of a model. A change returns an empty result if a value leaves its range. */
public record ModelSizes<C extends ModelConfig>(C config, ImageSpec images) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_LABELS = 100_000;

    Optional<ModelSizes<C>> with(String setting, Object value) {
        try {
            ObjectNode change = JSON.createObjectNode();
            change.set(setting, JSON.valueToTree(value));
            return Optional.of(new ModelSizes<>(ModelConfigs.with(config, change), images));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // The value lies outside the setting's range.
        }
    }

    /** Sets square images. */
    Optional<ModelSizes<C>> withImages(int channels, int side) {
        try {
            ImageShape shape = new ImageShape(channels, side, side);
            return Optional.of(new ModelSizes<>(config, new ImageSpec(shape, images.labelNames())));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // The images exceed the largest size.
        }
    }

    /** Sets labels with the names 0, 1, 2 … */
    Optional<ModelSizes<C>> withLabels(long count) {
        return count < 1 || count > MOST_LABELS
                ? Optional.empty()
                : Optional.of(new ModelSizes<>(
                        config,
                        new ImageSpec(
                                images.shape(),
                                IntStream.range(0, (int) count)
                                        .mapToObj(Integer::toString)
                                        .toList())));
    }
}
