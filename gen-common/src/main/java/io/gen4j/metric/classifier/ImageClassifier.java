package io.gen4j.metric.classifier;

import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.CanvasDataset;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelRange;
import io.gen4j.interop.SafetensorsFile;
import io.gen4j.interop.StateDict;
import io.gen4j.nn.Network;
import io.gen4j.nn.internal.BatchStatistics;
import io.gen4j.nn.optim.SoftmaxCrossEntropy;
import io.gen4j.runtime.HostMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A small convolutional network that tells which label an image has, trained by {@link ClassifierTraining}. Its features
 * take the place that Inception's have for photographs: figures that rest on them compare only where the {@link #checksum()}
 * is the same. For one thread.
 */
public final class ImageClassifier implements AutoCloseable {

    /** Few enough that their feature maps stay in the cache, and enough for fast matrix products. */
    private static final int ROWS = 256;

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
        try {
            StateDict.load(
                    List.of(network.stateDict()), SafetensorsFile.read(file).tensors(), file.toString());
            return new ImageClassifier(shape, labelNames, network);
        } catch (IOException e) {
            network.close();
            throw e;
        }
    }

    /** The weights as a file's content. */
    SafetensorsFile toFile(Map<String, String> metadata) {
        return new SafetensorsFile(metadata, StateDict.export(List.of(network.stateDict())));
    }

    /** SHA-256 over the weights, in lower-case hexadecimal. */
    public String checksum() {
        return checksum;
    }

    /** The labels that it tells apart. */
    public List<String> labelNames() {
        return labelNames;
    }

    /**
     * Looks at images.
     *
     * @param images of the shape that it was trained on
     * @throws IllegalArgumentException if they have another shape
     */
    public ClassifiedImages classify(ImageDataset images) {
        if (!images.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    images.name() + " has images of shape " + images.shape() + ": the classifier takes " + shape);
        }
        float[][] featureRows = new float[images.size()][ClassifierNetwork.FEATURES];
        float[][] probabilities = new float[images.size()][labelNames.size()];
        Batches batches =
                new Batches(new CanvasDataset(images, network.canvas()), ROWS, PixelRange.UNIT, 0, LastBatch.KEEP);
        for (int start = 0; start < images.size(); start += ROWS) {
            Batch batch = batches.of(IntStream.range(start, Math.min(start + ROWS, images.size()))
                    .toArray());
            try (INDArray pixels = batch.images()) {
                INDArray seen = features.forward(pixels);
                copy(seen, featureRows, start);
                copy(logits.forward(seen), probabilities, start);
            }
        }
        for (float[] row : probabilities) {
            SoftmaxCrossEntropy.normalize(row);
        }
        return new ClassifiedImages(images, featureRows, probabilities);
    }

    private static void copy(INDArray array, float[][] rows, int start) {
        int width = (int) array.size(1);
        for (int i = 0; i < array.size(0); i++) {
            HostMemory.read(array, (long) i * width, rows[start + i], width);
        }
    }

    @Override
    public void close() {
        features.close();
        logits.close();
        network.close();
    }
}
