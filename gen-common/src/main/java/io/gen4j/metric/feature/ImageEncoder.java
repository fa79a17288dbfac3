package io.gen4j.metric.feature;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.interop.SafetensorsFile;
import io.gen4j.nn.Network;
import io.gen4j.nn.graph.BatchStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A small convolutional network that describes images by features, trained without labels by {@link EncoderTraining}. Use it to
 * evaluate models of data without labels. For one thread.
 */
public final class ImageEncoder implements FeatureExtractor {

    /** What reports call it. */
    public static final String DESCRIPTION = "encoder trained without labels";

    private final ImageShape shape;
    private final EncoderNetwork network;
    private final Network features;
    private final String checksum;

    /** @param network closed with the encoder */
    ImageEncoder(ImageShape shape, EncoderNetwork network) {
        this.shape = shape;
        this.network = network;
        this.features = network.newFeatures(BatchStatistics.RUNNING);
        this.checksum = toFile(Map.of()).checksum();
    }

    /**
     * Reads the weights of an encoder for such images.
     *
     * @throws IOException if the file is missing or damaged, or is for images of another shape
     */
    static ImageEncoder read(Path file, ImageShape shape) throws IOException {
        EncoderNetwork network = new EncoderNetwork(shape, 0);
        network.read(file);
        return new ImageEncoder(shape, network);
    }

    /** The weights as a file's content. */
    SafetensorsFile toFile(Map<String, String> metadata) {
        return network.toFile(metadata);
    }

    @Override
    public String description() {
        return DESCRIPTION;
    }

    @Override
    public String checksum() {
        return checksum;
    }

    @Override
    public float[][] features(ImageDataset images) {
        if (!images.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    images.name() + " has images of shape " + images.shape() + ": the encoder takes " + shape);
        }
        float[][] rows = new float[images.size()][FeatureTrunk.FEATURES];
        CanvasBatches.forEach(images, network.canvas(), (start, pixels) -> {
            CanvasBatches.copy(features.forward(pixels), rows, start);
        });
        return rows;
    }

    @Override
    public void close() {
        features.close();
        network.close();
    }
}
