package io.gen4j.metric.feature;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.interop.SafetensorsFile;
import io.gen4j.nn.Network;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.optim.SoftmaxCrossEntropy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A small convolutional network that predicts an image's label, trained by {@link ClassifierTraining}. Its features take the
 * place that Inception's have for photographs. Use it to evaluate models of labelled data. For one thread.
 */
public final class ImageClassifier implements FeatureExtractor {

    /** What reports call it. */
    public static final String DESCRIPTION = "classifier";

    private final ImageShape shape;
    private final List<String> labelNames;
    private final ClassifierNetwork network;
    private final Network features;
    private final Network logits;
    private final String checksum;

    /** @param network closed with the classifier */
    ImageClassifier(ImageShape shape, List<String> labelNames, ClassifierNetwork network) {
        this.shape = shape;
        this.labelNames = List.copyOf(labelNames);
        this.network = network;
        this.features = network.newFeatures(BatchStatistics.RUNNING);
        this.logits = network.newLogits();
        this.checksum = toFile(Map.of()).checksum();
    }

    /**
     * Reads the weights of a classifier for such images.
     *
     * @throws IOException if the file is missing or damaged, or is for images of another shape or other labels
     */
    static ImageClassifier read(Path file, ImageShape shape, List<String> labelNames) throws IOException {
        ClassifierNetwork network = new ClassifierNetwork(shape, labelNames.size(), 0);
        network.read(file);
        return new ImageClassifier(shape, labelNames, network);
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

    /** The labels that it distinguishes. */
    public List<String> labelNames() {
        return labelNames;
    }

    /**
     * Computes the features of images, and the probabilities of their labels.
     *
     * @param images of the shape that it was trained on
     * @throws IllegalArgumentException if they have another shape
     */
    public ClassifiedImages classify(ImageDataset images) {
        if (!images.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    images.name() + " has images of shape " + images.shape() + ": the classifier takes " + shape);
        }
        float[][] featureRows = new float[images.size()][FeatureTrunk.FEATURES];
        float[][] probabilities = new float[images.size()][labelNames.size()];
        CanvasBatches.forEach(images, network.canvas(), (start, pixels) -> {
            INDArray seen = features.forward(pixels);
            CanvasBatches.copy(seen, featureRows, start);
            CanvasBatches.copy(logits.forward(seen), probabilities, start);
        });
        for (float[] row : probabilities) {
            SoftmaxCrossEntropy.normalize(row);
        }
        return new ClassifiedImages(images, featureRows, probabilities);
    }

    @Override
    public float[][] features(ImageDataset images) {
        return classify(images).features();
    }

    @Override
    public void close() {
        features.close();
        logits.close();
        network.close();
    }
}
