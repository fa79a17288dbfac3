package io.gen4j.app.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.data.source.IdxFolder;
import io.gen4j.data.source.LabelRule;
import io.gen4j.data.source.Mnist;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
    /** Drawn digits. */
    public static final String SYNTHETIC = "synthetic";

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

    /**
     * Checks that the recorded data are still where they were.
     *
     * @throws InvalidDataException if they are not
     */
    public void requireThere() throws InvalidDataException {
        if (!isNamed() && Files.notExists(place())) {
            throw new InvalidDataException(
                    "the data set " + Printable.of(data) + " of this run is not there: name its new place with --data");
        }
    }

    /** Whether the images are picture files, rather than drawn or in MNIST's format. */
    boolean hasPictureFiles() throws IOException {
        return !isNamed() && !IdxFolder.isAt(place());
    }

    private Path place() throws InvalidDataException {
        try {
            return Path.of(data);
        } catch (InvalidPathException e) {
            throw new InvalidDataException(
                    "the data set " + Printable.of(data) + " is no path here: set LC_ALL=C.UTF-8", e);
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
}
