package io.gen4j.metric.classifier;

import io.gen4j.MetricProgress;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.source.DataCache;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Classifiers that were trained before, each in a safetensors file that is named by the checksum of the data and of the
 * training's settings, and tells of both in its metadata.
 *
 * @param folder need not exist yet
 * @param notices hears, in one line, of a classifier that could not be kept
 */
public record ClassifierCache(Path folder, Consumer<String> notices) {

    /** Changes whenever the same data and settings give another classifier. */
    private static final String ARCHITECTURE = "1";

    /** The classifiers beside the downloaded data. */
    public static ClassifierCache of(DataCache cache, Consumer<String> notices) {
        return new ClassifierCache(cache.folder("classifiers"), notices);
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
        Path file = file(data, training);
        if (!Files.exists(file)) {
            ImageClassifier classifier = training.train(data, progress);
            keep(classifier, file, data, training);
            return classifier;
        }
        try {
            return ImageClassifier.read(file, data.shape(), data.labelNames());
        } catch (InvalidDataException e) {
            throw new InvalidDataException(e.getMessage() + "; delete it, and the classifier is trained again", e);
        }
    }

    private Path file(ImageDataset data, ClassifierTraining training) {
        String key = ARCHITECTURE + " " + data.checksum() + " " + training;
        String checksum = Sha256.of(out -> out.write(key.getBytes(StandardCharsets.UTF_8)));
        return folder.resolve(checksum + ".safetensors");
    }

    private void keep(ImageClassifier classifier, Path file, ImageDataset data, ClassifierTraining training)
            throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("data", data.name());
        metadata.put("data sha256", data.checksum());
        metadata.put("labels", String.join(",", data.labelNames()));
        metadata.put("training", training.toString());
        try {
            classifier.toFile(metadata).write(file);
        } catch (FileAlreadyExistsException e) {
            notices.accept("another program trained the same classifier at the same time: " + file);
        } catch (FileSystemException e) {
            notices.accept("the classifier is not kept for the next time: " + e.getMessage()
                    + "; set GEN_DATA to a folder that can be written to");
        }
    }
}
