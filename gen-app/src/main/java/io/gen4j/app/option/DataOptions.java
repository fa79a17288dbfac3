package io.gen4j.app.option;

import io.gen4j.ConditionalModel;
import io.gen4j.GenerativeModel;
import io.gen4j.app.console.ShellWord;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.source.DataUnavailableException;
import io.gen4j.data.source.LabelRule;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that choose the images. */
public final class DataOptions {

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description =
                    "mnist, fashion-mnist, synthetic, a folder of pictures or of IDX files, an archive (.zip, .tar, "
                            + ".tar.gz), a table of files and labels (.csv), a list of files (.txt), or Parquet files of pictures. "
                            + "Default: mnist, or synthetic "
                            + "if it cannot be had.")
    private @Nullable String data;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Use N training images only, drawn by the seed and spread over the labels.")
    private @Nullable Integer limit;

    @Option(
            names = "--image-size",
            paramLabel = "N",
            description =
                    "Images become N x N pixels. Default: pictures in a folder 28, others as they are; a preset may "
                            + "ask for something else.")
    private @Nullable Integer imageSize;

    @Option(names = "--rgb", description = "Pictures keep their colours.")
    private boolean rgb;

    @Option(
            names = "--label-level",
            paramLabel = "first|last|none",
            description = "Which folder names a picture's label: the first below DATA, the last, or none. Default: the "
                    + "first, if that leaves no doubt.")
    private @Nullable String labelLevel;

    @Option(
            names = "--background",
            paramLabel = "COLOUR",
            description = "What transparent pixels lie on: white, black, grey or RRGGBB. Default: white.")
    private @Nullable String background;

    private final Map<String, String> environment;

    public DataOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    private LabelRule labelRule() {
        return switch (labelLevel == null ? "" : labelLevel) {
            case "" -> LabelRule.AUTOMATIC;
            case "first" -> LabelRule.FIRST;
            case "last" -> LabelRule.LAST;
            case "none" -> LabelRule.NONE;
            default ->
                throw new IllegalArgumentException("--label-level is " + labelLevel + ": must be first, last or none");
        };
    }

    private @Nullable String colour() {
        return switch (background == null ? "" : background) {
            case "" -> null;
            case "white" -> "ffffff";
            case "black" -> "000000";
            case "grey", "gray" -> "808080";
            default -> {
                if (!background.matches("#?[0-9a-fA-F]{6}")) {
                    throw new IllegalArgumentException(
                            "--background is " + background + ": must be white, black, grey or RRGGBB such as ff8000");
                }
                yield background.replace("#", "");
            }
        };
    }

    /**
     * Writes the given options as on a command line, each with a space before it.
     *
     * @param usualSize as in {@link #read}; written if the options name no size
     */
    public String written(@Nullable Integer usualSize) {
        return written("--data", data)
                + written("--limit", limit)
                + written("--image-size", imageSize == null ? usualSize : imageSize)
                + (rgb ? " --rgb" : "")
                + written("--label-level", labelLevel)
                + written("--background", background);
    }

    private static String written(String option, @Nullable Object value) {
        return value == null ? "" : " " + option + " " + ShellWord.of(value.toString());
    }

    /** Whether the user named the images. */
    public boolean isGiven() {
        return data != null;
    }

    /**
     * Reads the images.
     *
     * @param file settings for omitted options
     * @param seed of synthetic images
     * @param usualSize the side of the images if the options name none; null for the source's own
     * @param messages receives progress and skipped files
     */
    public SourceImages read(ConfigFile file, long seed, @Nullable Integer usualSize, PrintWriter messages)
            throws IOException {
        @Nullable DataSource recorded = file.source();
        @Nullable String inFile = recorded == null ? file.data() : recorded.data();
        @Nullable Integer limitInFile = recorded == null ? file.limit() : recorded.limit();
        @Nullable Integer sizeInFile = recorded == null ? usualSize : recorded.size();
        @Nullable String given = data != null ? data : inFile;
        DataSource source = new DataSource(
                given == null ? DataSource.MNIST : given,
                limit != null ? limit : limitInFile,
                imageSize != null ? imageSize : sizeInFile,
                rgb || recorded != null && recorded.rgb(),
                labelLevel != null || recorded == null ? labelRule() : recorded.labels(),
                background != null || recorded == null ? colour() : recorded.background(),
                limit != null || recorded == null ? Long.valueOf(seed) : recorded.limitSeed());
        requirePictures(source);
        try {
            return requireColours(new DataSourceReader(environment, messages).read(source, seed));
        } catch (DataUnavailableException e) {
            if (given != null) {
                throw e;
            }
            return new DataSourceReader(environment, messages)
                    .read(source.synthetic(), seed)
                    .noticed("using synthetic digits, because MNIST cannot be had: " + e.getMessage());
        }
    }

    /**
     * Reads images for a trained model, and names them in one line. They are the images of {@code --data}, else of the
     * run's record. The other options change a part of either.
     *
     * @param run the run's directory; null if there is none
     * @throws IllegalArgumentException if neither names any, they have another shape, or a model that takes labels knows others
     */
    public SourceImages readFor(GenerativeModel model, @Nullable Path run, PrintWriter messages) throws IOException {
        DataSource source = data != null ? given(model, data) : recorded(model, run);
        requirePictures(source);
        SourceImages images = new DataSourceReader(environment, messages)
                .read(source, model.config().seed());
        requireColours(images);
        requireFits(model, images.train());
        messages.println("gen: data: " + images.description()
                + (data != null ? ", from --data" : ", from the record of " + run));
        return images;
    }

    /** Refuses options that say how picture files are read where there are none. */
    private void requirePictures(DataSource source) throws IOException {
        String option = labelLevel != null ? "--label-level" : background != null ? "--background" : null;
        if (option != null && !source.hasPictureFiles()) {
            throw new IllegalArgumentException(
                    option + " is about picture files, and " + source.data() + " has none: leave it out");
        }
    }

    private SourceImages requireColours(SourceImages images) {
        if (rgb && images.train().shape().channels() == 1) {
            throw new IllegalArgumentException(
                    "--rgb is set, and " + images.train().name() + " has grey images alone: leave it out");
        }
        return images;
    }

    private DataSource given(GenerativeModel model, String name) {
        ImageShape shape = model.spec().shape();
        @Nullable Integer square = shape.height() == shape.width() ? (Integer) shape.height() : null;
        return new DataSource(
                name,
                limit,
                imageSize != null ? imageSize : square,
                rgb || shape.channels() > 1,
                labelRule(),
                colour(),
                model.config().seed());
    }

    private DataSource recorded(GenerativeModel model, @Nullable Path run) throws IOException {
        if (run == null || Files.notExists(new RunDirectory(run).config())) {
            throw new IllegalArgumentException(
                    "this " + model.family() + " lies in no run that names its images: name some with --data");
        }
        RunDirectory directory = new RunDirectory(run);
        RunRecord record = RunRecord.read(directory.config());
        if (!record.get(DataSource.RECORD).isObject()) {
            throw new IllegalArgumentException(
                    directory.config() + " does not name the images that the model learnt from: name some with --data");
        }
        DataSource source = DataSource.recorded(directory, record).with(limit, imageSize, rgb);
        source.requireThere();
        return source.with(
                labelLevel == null ? source.labels() : labelRule(),
                background == null ? source.background() : colour());
    }

    /** As {@link #readFor}, but for pictures: the test images, if there are any. */
    public ImageDataset readToShow(GenerativeModel model, @Nullable Path run, PrintWriter messages) throws IOException {
        SourceImages images = readFor(model, run, messages);
        images.tellNotice(messages);
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
