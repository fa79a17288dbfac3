package io.gen4j.metric.feature;

import io.gen4j.MetricProgress;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.source.DataCache;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Sha256;
import io.gen4j.interop.SafetensorsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Classifiers and encoders that were trained before. Each has a safetensors file, named by the checksum of the data and of the
 * training's settings. Its metadata names both.
 *
 * @param folder need not exist yet
 * @param notices receives one line if a network could not be kept
 */
public record FeatureCache(Path folder, Consumer<String> notices) {

    /** Changes whenever the same data and settings give another network. */
    private static final String ARCHITECTURE = "2";

    /** Refuses null. */
    public FeatureCache {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(notices, "notices");
    }

    /** The networks beside the downloaded data. */
    public static FeatureCache of(DataCache cache, Consumer<String> notices) {
        Objects.requireNonNull(notices, "notices");
        return new FeatureCache(cache.folder("features"), notices);
    }

    /**
     * The network for some data: a classifier if it has at least two labels, else an encoder, by their default trainings.
     *
     * @param data at least two images
     * @return to be closed by the caller
     * @throws InvalidDataException if the file is damaged
     * @throws IOException if it cannot be read
     */
    public FeatureExtractor get(ImageDataset data, MetricProgress progress) throws IOException {
        Objects.requireNonNull(progress, "progress");
        return data.labelNames().size() < 2
                ? get(data, EncoderTraining.DEFAULT, progress)
                : get(data, ClassifierTraining.DEFAULT, progress);
    }

    /**
     * The classifier of some data; trained and kept if there is none yet.
     *
     * @param data with at least two labels
     * @return to be closed by the caller
     * @throws InvalidDataException if the file is damaged
     * @throws IOException if it cannot be read
     */
    public ImageClassifier get(ImageDataset data, ClassifierTraining training, MetricProgress progress)
            throws IOException {
        Objects.requireNonNull(progress, "progress");
        Path file = file(data, training);
        if (!Files.exists(file)) {
            ImageClassifier classifier = training.train(data, progress);
            keep(classifier.toFile(metadata(data, training)), file, classifier);
            return classifier;
        }
        try {
            return ImageClassifier.read(file, data.shape(), data.labelNames());
        } catch (InvalidDataException e) {
            throw damaged(e, "classifier");
        }
    }

    /**
     * The encoder of some data; trained and kept if there is none yet.
     *
     * @param data at least two images
     * @return to be closed by the caller
     * @throws InvalidDataException if the file is damaged
     * @throws IOException if it cannot be read
     */
    public ImageEncoder get(ImageDataset data, EncoderTraining training, MetricProgress progress) throws IOException {
        Objects.requireNonNull(progress, "progress");
        Path file = file(data, training);
        if (!Files.exists(file)) {
            ImageEncoder encoder = training.train(data, progress);
            keep(encoder.toFile(metadata(data, training)), file, encoder);
            return encoder;
        }
        try {
            return ImageEncoder.read(file, data.shape());
        } catch (InvalidDataException e) {
            throw damaged(e, "encoder");
        }
    }

    private static InvalidDataException damaged(InvalidDataException cause, String network) {
        return new InvalidDataException(
                cause.getMessage() + "; delete it, and the " + network + " is trained again", cause);
    }

    private Path file(ImageDataset data, Record training) {
        String key = ARCHITECTURE + " " + data.checksum() + " " + training;
        String checksum = Sha256.of(out -> out.write(key.getBytes(StandardCharsets.UTF_8)));
        return folder.resolve(checksum + ".safetensors");
    }

    private static Map<String, String> metadata(ImageDataset data, Record training) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("data", data.name());
        metadata.put("data sha256", data.checksum());
        metadata.put("labels", String.join(",", data.labelNames()));
        metadata.put("training", training.toString());
        return metadata;
    }

    private void keep(SafetensorsFile content, Path file, FeatureExtractor network) throws IOException {
        try {
            content.write(file);
        } catch (FileAlreadyExistsException e) {
            if (Files.exists(file)) {
                notices.accept(
                        "another program trained the same " + network.description() + " at the same time: " + file);
            } else {
                notices.accept(notKept(network, e.getFile() + " is not a directory"));
            }
        } catch (FileSystemException e) {
            notices.accept(notKept(network, e.getMessage()));
        }
    }

    private static String notKept(FeatureExtractor network, String reason) {
        return "the " + network.description() + " is not kept for the next time: " + reason
                + "; set GEN_DATA to a folder that can be written to";
    }
}
