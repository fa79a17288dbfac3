package io.gen4j.app.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.app.console.DownloadLine;
import io.gen4j.data.DataSplit;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.source.DataCache;
import io.gen4j.data.source.DataUnavailableException;
import io.gen4j.data.source.DownloadProgress;
import io.gen4j.data.source.IdxFolder;
import io.gen4j.data.source.LabelRule;
import io.gen4j.data.source.Mnist;
import io.gen4j.data.source.PictureLoader;
import io.gen4j.data.source.UnclearLabelsException;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The origin of images and their processing. It is a part of a run's record, from which the same images can be read again.
 *
 * @param data mnist, fashion-mnist, synthetic, or a path
 * @param limit how many training images to use; null for all
 * @param size side of the images in pixels; null for the source's own
 * @param rgb whether pictures keep their colours
 * @param labels the meaning of folders, a {@link LabelRule}; null in records that are older than the choice
 * @param background colour under transparent pixels, {@code RRGGBB}; null for white
 * @param limitSeed draws the images of a limit; null in older records, which take the first ones
 */
public record DataSource(
        String data,
        @Nullable Integer limit,
        @Nullable Integer size,
        boolean rgb,
        @Nullable LabelRule labels,
        @Nullable String background,
        @Nullable Long limitSeed) {

    /** The part of a run's record. */
    public static final String RECORD = "source";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SYNTHETIC = "synthetic";
    private static final int SYNTHETIC_TRAIN = 60_000;
    private static final int SYNTHETIC_TEST = 10_000;
    private static final int FOLDER_SIZE = 28;
    private static final int HEXADECIMAL = 16;
    private static final String WHITE = "ffffff";

    /** The images of MNIST. */
    static final String MNIST = "mnist";

    /** The same, of synthetic digits. */
    DataSource synthetic() {
        return from(SYNTHETIC);
    }

    /** The same, with a limit, a size or colours instead of the recorded ones where they are given. */
    DataSource with(@Nullable Integer newLimit, @Nullable Integer newSize, boolean inColour) {
        return new DataSource(
                data,
                newLimit != null ? newLimit : limit,
                newSize != null ? newSize : size,
                rgb || inColour,
                labels,
                background,
                newLimit != null && limitSeed == null ? Long.valueOf(1) : limitSeed);
    }

    /** The same, with other rules for pictures. */
    DataSource with(@Nullable LabelRule newLabels, @Nullable String newBackground) {
        return new DataSource(data, limit, size, rgb, newLabels, newBackground, limitSeed);
    }

    private DataSource from(String newData) {
        return new DataSource(newData, limit, size, rgb, labels, background, limitSeed);
    }

    /**
     * The source of a run's images.
     *
     * @throws InvalidDataException if the run's record does not say
     */
    public static DataSource recorded(RunDirectory run, RunRecord record) throws InvalidDataException {
        if (!record.get(RECORD).isObject()) {
            throw new InvalidDataException(run.config()
                    + " does not say where the images come from: it is of an imported model, or of an older version");
        }
        return recorded(record);
    }

    static DataSource recorded(RunRecord record) throws InvalidDataException {
        try {
            return JSON.treeToValue(record.get(RECORD), DataSource.class);
        } catch (JsonProcessingException e) {
            throw new InvalidDataException("the run's " + RECORD + " cannot be used: " + e.getOriginalMessage(), e);
        }
    }

    /** The same images in another place. */
    public DataSource at(String place) {
        return from(place);
    }

    /** The same source with an absolute path, for another working directory. */
    public DataSource absolute() {
        return isNamed() ? this : from(Path.of(data).toAbsolutePath().toString());
    }

    private boolean isNamed() {
        return data.equals(SYNTHETIC)
                || Stream.of(Mnist.values()).anyMatch(mnist -> mnist.id().equals(data));
    }

    /**
     * Reads the images.
     *
     * @param seed of synthetic images
     * @param messages receives progress and skipped files
     * @throws DataUnavailableException if they cannot be downloaded now
     */
    public DataOptions.Images read(Map<String, String> environment, long seed, PrintWriter messages)
            throws IOException {
        if (limit != null && limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + ": must be at least 1");
        }
        DataOptions.Images images = readAll(environment, seed, messages);
        if (size != null) {
            images = images.resized(size);
        }
        if (limit == null) {
            return images;
        }
        return limitSeed == null ? images.limited(limit) : images.spread(limit, limitSeed);
    }

    private DataOptions.Images readAll(Map<String, String> environment, long seed, PrintWriter messages)
            throws IOException {
        for (Mnist mnist : Mnist.values()) {
            if (mnist.id().equals(data)) {
                return download(mnist, environment, messages);
            }
        }
        return data.equals(SYNTHETIC)
                ? draw(seed)
                : read(path(), environment, line -> messages.println("gen: " + line));
    }

    private Path path() throws InvalidDataException {
        try {
            Path path = Path.of(data);
            if (Files.exists(path)) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new InvalidDataException(
                    "--data is " + Printable.of(data) + ", which is no path here: set LC_ALL=C.UTF-8", e);
        }
        throw new InvalidDataException("--data is " + Printable.of(data)
                + ": must be mnist, fashion-mnist, synthetic, a folder, an archive or a list of pictures, and there is none"
                + (data.indexOf('\ufffd') < 0 ? "" : "; this locale cannot spell every name: set LC_ALL=C.UTF-8"));
    }

    private DataOptions.Images download(Mnist mnist, Map<String, String> environment, PrintWriter messages)
            throws IOException {
        DataCache cache = DataCache.of(environment);
        DownloadProgress progress = new DownloadLine(messages, System.console() != null);
        return images(mnist.load(DataSplit.TRAIN, cache, progress), mnist.load(DataSplit.TEST, cache, progress));
    }

    /** The first digits are as random as any others, so only the limit is drawn. */
    private DataOptions.Images draw(long seed) {
        int count = limit == null ? SYNTHETIC_TRAIN : Math.min(limit, SYNTHETIC_TRAIN);
        return images(SyntheticDigits.draw(count, seed), SyntheticDigits.draw(SYNTHETIC_TEST, ~seed));
    }

    private DataOptions.Images read(Path path, Map<String, String> environment, Consumer<String> messages)
            throws IOException {
        if (IdxFolder.isAt(path)) {
            PictureLoader.Images idx = IdxFolder.read(path, messages);
            return images(idx.train(), idx.test());
        }
        int side = size == null ? FOLDER_SIZE : size;
        PictureLoader loader = PictureLoader.of(new ImageShape(rgb ? 3 : 1, side, side))
                .labels(labels == null ? LabelRule.LAST : labels)
                .background(Integer.parseInt(background == null ? WHITE : background, HEXADECIMAL))
                .cache(DataCache.of(environment).folder("pictures"));
        if (limit != null && limitSeed != null) {
            loader = loader.limit(limit, limitSeed);
        }
        try {
            PictureLoader.Images pictures = loader.load(path, messages);
            tellOfDefaults(messages);
            return images(pictures.train(), pictures.test());
        } catch (UnclearLabelsException e) {
            throw new InvalidDataException(e.getMessage() + "; with --label-level first or none", e);
        }
    }

    private void tellOfDefaults(Consumer<String> messages) {
        if (size == null || !rgb) {
            messages.accept("choose " + (size == null ? "another size with --image-size" : "")
                    + (size == null && !rgb ? ", and " : "") + (rgb ? "" : "colours with --rgb"));
        }
    }

    private DataOptions.Images images(ImageDataset train, @Nullable ImageDataset test) {
        return new DataOptions.Images(train, test, this, null);
    }
}
