package io.gen4j.app;

import io.gen4j.data.DataCache;
import io.gen4j.data.DataSplit;
import io.gen4j.data.DataUnavailableException;
import io.gen4j.data.DownloadProgress;
import io.gen4j.data.IdxDataset;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageFolder;
import io.gen4j.data.ImageShape;
import io.gen4j.data.InvalidDataException;
import io.gen4j.data.Mnist;
import io.gen4j.data.SyntheticDigits;
import io.gen4j.model.ConditionalModel;
import io.gen4j.model.GenerativeModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which images to use, and reading them. */
final class DataOptions {

    private static final int SYNTHETIC_TRAIN = 60_000;
    private static final int SYNTHETIC_TEST = 10_000;
    private static final int FOLDER_SIZE = 28;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "mnist, fashion-mnist, synthetic, a folder with MNIST's four IDX files, or a folder of "
                    + "pictures, one sub-folder a label or none. Default: mnist, or synthetic if it cannot be had.")
    private @Nullable String data;

    @Option(names = "--limit", paramLabel = "N", description = "Use the first N images only.")
    private @Nullable Integer limit;

    @Option(
            names = "--image-size",
            paramLabel = "N",
            description =
                    "Images become N x N pixels. Default: pictures in a folder 28, others as they are; a preset may "
                            + "ask for something else.")
    private @Nullable Integer imageSize;

    @Option(names = "--rgb", description = "Pictures in a folder keep their colours.")
    private boolean rgb;

    private final Map<String, String> environment;

    DataOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * What was read.
     *
     * @param train to learn from
     * @param test to measure with, if the source has them
     * @param notice why it is not what the user may expect
     */
    record Images(
            ImageDataset train,
            @Nullable ImageDataset test,
            @Nullable String notice) {

        Images resized(int side) {
            return new Images(train.resized(side), test == null ? null : test.resized(side), notice);
        }
    }

    /**
     * Reads the images.
     *
     * @param file gives what the options leave open
     * @param seed of synthetic images
     * @param usualSize the side of the images where the options leave it open; null for the source's own
     * @param messages receives progress and what was skipped
     */
    Images read(ConfigFile file, long seed, @Nullable Integer usualSize, PrintWriter messages) throws IOException {
        Integer size = imageSize != null ? imageSize : usualSize;
        Images images = readAll(data != null ? data : file.data(), seed, size, messages);
        if (size != null) {
            images = images.resized(size);
        }
        Integer count = limit != null ? limit : file.limit();
        return count == null ? images : new Images(images.train().limit(count), images.test(), images.notice());
    }

    /**
     * Reads images to look at with a trained model: test images where the source has them, of the model's size and channels.
     *
     * @throws IllegalArgumentException if they have another shape, or a model that takes labels knows others
     */
    ImageDataset readFor(GenerativeModel model, PrintWriter messages) throws IOException {
        ImageShape shape = model.spec().shape();
        rgb |= shape.channels() > 1;
        Images images = read(ConfigFile.empty(), model.config().seed(), shape.height(), messages);
        if (images.notice() != null) {
            messages.println("gen: " + images.notice());
        }
        ImageDataset chosen = images.test() == null ? images.train() : images.test();
        if (!chosen.shape().equals(shape)) {
            throw new IllegalArgumentException(chosen.name() + " has images of shape " + chosen.shape()
                    + ": this model was trained on " + shape + "; choose others with --data");
        }
        if (model instanceof ConditionalModel
                && !chosen.labelNames().equals(model.spec().labelNames())) {
            throw new IllegalArgumentException(chosen.name() + " has the labels " + chosen.labelNames()
                    + ": this model was trained on " + model.spec().labelNames() + "; choose others with --data");
        }
        return chosen;
    }

    private Images readAll(@Nullable String source, long seed, @Nullable Integer size, PrintWriter messages)
            throws IOException {
        if (source == null) {
            return mnistOrSynthetic(seed, messages);
        }
        for (Mnist mnist : Mnist.values()) {
            if (mnist.id().equals(source)) {
                return download(mnist, messages);
            }
        }
        return source.equals("synthetic")
                ? synthetic(seed, null)
                : folder(Path.of(source), size == null ? FOLDER_SIZE : size, messages);
    }

    private Images mnistOrSynthetic(long seed, PrintWriter messages) throws IOException {
        try {
            return download(Mnist.MNIST, messages);
        } catch (DataUnavailableException e) {
            return synthetic(seed, "using synthetic digits, because MNIST cannot be had: " + e.getMessage());
        }
    }

    private Images download(Mnist mnist, PrintWriter messages) throws IOException {
        DataCache cache = DataCache.of(environment);
        DownloadProgress progress = new DownloadLine(messages, System.console() != null);
        return new Images(
                mnist.load(DataSplit.TRAIN, cache, progress), mnist.load(DataSplit.TEST, cache, progress), null);
    }

    private static Images synthetic(long seed, @Nullable String notice) {
        return new Images(
                SyntheticDigits.draw(SYNTHETIC_TRAIN, seed), SyntheticDigits.draw(SYNTHETIC_TEST, ~seed), notice);
    }

    private Images folder(Path folder, int size, PrintWriter messages) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new InvalidDataException("--data is " + folder
                    + ": must be mnist, fashion-mnist, synthetic or a folder, and there is no such folder");
        }
        if (!hasIdxFiles(folder)) {
            ImageShape shape = new ImageShape(rgb ? 3 : 1, size, size);
            return new Images(ImageFolder.read(folder, shape, line -> messages.println("gen: " + line)), null, null);
        }
        ImageDataset train = IdxDataset.read(folder, DataSplit.TRAIN);
        return new Images(train, IdxDataset.read(folder, DataSplit.TEST), null);
    }

    private static boolean hasIdxFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.matches("(train|t10k)-.*idx[13]-ubyte(\\.gz)?"));
        }
    }
}
