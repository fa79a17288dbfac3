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
import io.gen4j.data.source.IdxDataset;
import io.gen4j.data.source.ImageFolder;
import io.gen4j.data.source.Mnist;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.file.InvalidDataException;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where images come from, and what is made of them: what a run's record holds so that the same can be read again.
 *
 * @param data mnist, fashion-mnist, synthetic or a folder
 * @param limit how many to use, the first ones; null for all
 * @param size side of the images in pixels; null for the source's own
 * @param rgb whether pictures in a folder keep their colours
 */
public record DataSource(
        String data, @Nullable Integer limit, @Nullable Integer size, boolean rgb) {

    /** The part of a run's record. */
    public static final String RECORD = "source";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SYNTHETIC = "synthetic";
    private static final int SYNTHETIC_TRAIN = 60_000;
    private static final int SYNTHETIC_TEST = 10_000;
    private static final int FOLDER_SIZE = 28;

    /** The images of MNIST. */
    static final String MNIST = "mnist";

    /** The same, of synthetic digits. */
    DataSource synthetic() {
        return new DataSource(SYNTHETIC, limit, size, rgb);
    }

    /**
     * Where a run's images come from.
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

    /** The same images at another place. */
    public DataSource at(String place) {
        return new DataSource(place, limit, size, rgb);
    }

    /** As it can be read from another working directory. */
    public DataSource absolute() {
        return isNamed() ? this : new DataSource(Path.of(data).toAbsolutePath().toString(), limit, size, rgb);
    }

    private boolean isNamed() {
        return data.equals(SYNTHETIC)
                || Stream.of(Mnist.values()).anyMatch(mnist -> mnist.id().equals(data));
    }

    /**
     * Reads the images.
     *
     * @param seed of synthetic images
     * @param messages receives progress and what was skipped
     * @throws DataUnavailableException if they can be downloaded, but not now
     */
    public DataOptions.Images read(Map<String, String> environment, long seed, PrintWriter messages)
            throws IOException {
        DataOptions.Images images = readAll(environment, seed, messages);
        if (size != null) {
            images = images.resized(size);
        }
        return limit == null ? images : images.limited(limit);
    }

    private DataOptions.Images readAll(Map<String, String> environment, long seed, PrintWriter messages)
            throws IOException {
        for (Mnist mnist : Mnist.values()) {
            if (mnist.id().equals(data)) {
                return download(mnist, environment, messages);
            }
        }
        return data.equals(SYNTHETIC) ? draw(seed) : folder(Path.of(data), messages);
    }

    private DataOptions.Images download(Mnist mnist, Map<String, String> environment, PrintWriter messages)
            throws IOException {
        DataCache cache = DataCache.of(environment);
        DownloadProgress progress = new DownloadLine(messages, System.console() != null);
        return images(mnist.load(DataSplit.TRAIN, cache, progress), mnist.load(DataSplit.TEST, cache, progress));
    }

    private DataOptions.Images draw(long seed) {
        return images(SyntheticDigits.draw(SYNTHETIC_TRAIN, seed), SyntheticDigits.draw(SYNTHETIC_TEST, ~seed));
    }

    private DataOptions.Images folder(Path folder, PrintWriter messages) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new InvalidDataException("--data is " + folder
                    + ": must be mnist, fashion-mnist, synthetic or a folder, and there is no such folder");
        }
        if (!hasIdxFiles(folder)) {
            int side = size == null ? FOLDER_SIZE : size;
            ImageShape shape = new ImageShape(rgb ? 3 : 1, side, side);
            return images(ImageFolder.read(folder, shape, line -> messages.println("gen: " + line)), null);
        }
        return images(IdxDataset.read(folder, DataSplit.TRAIN), IdxDataset.read(folder, DataSplit.TEST));
    }

    private static boolean hasIdxFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.matches("(train|t10k)-.*idx[13]-ubyte(\\.gz)?"));
        }
    }

    private DataOptions.Images images(ImageDataset train, @Nullable ImageDataset test) {
        return new DataOptions.Images(train, test, this, null);
    }
}
