package io.gen4j.app.option;

import io.gen4j.ConditionalModel;
import io.gen4j.GenerativeModel;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.source.DataUnavailableException;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which images to use. */
public final class DataOptions {

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

    public DataOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * What was read.
     *
     * @param train to learn from
     * @param test to measure with, if the source has them
     * @param source where they came from
     * @param notice why it is not what the user may expect
     */
    public record Images(
            ImageDataset train,
            @Nullable ImageDataset test,
            DataSource source,
            @Nullable String notice) {

        Images resized(int side) {
            return new Images(train.resized(side), test == null ? null : test.resized(side), source, notice);
        }

        Images limited(int count) {
            return new Images(train.limit(count), test, source, notice);
        }

        private Images noticed(String line) {
            return new Images(train, test, source, line);
        }
    }

    /** Whether the user said which images. */
    public boolean isGiven() {
        return data != null;
    }

    private boolean isOpen() {
        return data == null && limit == null && imageSize == null && !rgb;
    }

    /**
     * Reads the images.
     *
     * @param file gives what the options leave open
     * @param seed of synthetic images
     * @param usualSize the side of the images where the options leave it open; null for the source's own
     * @param messages receives progress and what was skipped
     */
    public Images read(ConfigFile file, long seed, @Nullable Integer usualSize, PrintWriter messages)
            throws IOException {
        @Nullable String given = data != null ? data : file.data();
        DataSource source = new DataSource(
                given == null ? DataSource.MNIST : given,
                limit != null ? limit : file.limit(),
                imageSize != null ? imageSize : usualSize,
                rgb);
        try {
            return source.read(environment, seed, messages);
        } catch (DataUnavailableException e) {
            if (given != null) {
                throw e;
            }
            return source.synthetic()
                    .read(environment, seed, messages)
                    .noticed("using synthetic digits, because MNIST cannot be had: " + e.getMessage());
        }
    }

    /**
     * Reads images for a trained model, of its size and channels: those that the options name, else those that it learnt from
     * where its run's record tells, else MNIST.
     *
     * @param run the run's directory; null if there is none
     * @throws IllegalArgumentException if they have another shape, or a model that takes labels knows others
     */
    public Images readFor(GenerativeModel model, @Nullable Path run, PrintWriter messages) throws IOException {
        long seed = model.config().seed();
        @Nullable DataSource learntFrom = isOpen() && run != null ? recorded(RunDirectory.open(run)) : null;
        ImageShape shape = model.spec().shape();
        rgb |= shape.channels() > 1;
        Images images = learntFrom != null
                ? learntFrom.read(environment, seed, messages)
                : read(ConfigFile.empty(), seed, shape.height(), messages);
        requireFits(model, images.train());
        return images;
    }

    private static @Nullable DataSource recorded(RunDirectory run) throws IOException {
        if (Files.notExists(run.config())) {
            return null;
        }
        RunRecord record = RunRecord.read(run.config());
        return record.get(DataSource.RECORD).isObject() ? DataSource.recorded(run, record) : null;
    }

    /** As {@link #readFor}, to look at with the model: the test images where there are some. */
    public ImageDataset readToShow(GenerativeModel model, @Nullable Path run, PrintWriter messages) throws IOException {
        Images images = readFor(model, run, messages);
        if (images.notice() != null) {
            messages.println("gen: " + images.notice());
        }
        return images.test() == null ? images.train() : images.test();
    }

    private static void requireFits(GenerativeModel model, ImageDataset images) {
        if (!images.shape().equals(model.spec().shape())) {
            throw new IllegalArgumentException(images.name() + " has images of shape " + images.shape()
                    + ": this model was trained on " + model.spec().shape() + "; choose others with --data");
        }
        if (model instanceof ConditionalModel
                && !images.labelNames().equals(model.spec().labelNames())) {
            throw new IllegalArgumentException(images.name() + " has the labels " + images.labelNames()
                    + ": this model was trained on " + model.spec().labelNames() + "; choose others with --data");
        }
    }
}
