package io.gen4j.app.option;

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
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads images from their {@link DataSource source}.
 *
 * @param environment variables of this process
 * @param messages receives progress and the files that are left out
 */
public record DataSourceReader(Map<String, String> environment, PrintWriter messages) {

    private static final int SYNTHETIC_TRAIN = 60_000;
    private static final int SYNTHETIC_TEST = 10_000;
    private static final int FOLDER_SIZE = 28;
    private static final int HEXADECIMAL = 16;
    private static final String WHITE = "ffffff";

    /**
     * Reads the images.
     *
     * @param seed of synthetic images
     * @throws DataUnavailableException if they cannot be downloaded now
     */
    public SourceImages read(DataSource source, long seed) throws IOException {
        if (source.limit() != null && source.limit() < 1) {
            throw new IllegalArgumentException("limit is " + source.limit() + ": must be at least 1");
        }
        SourceImages images = readAll(source, seed);
        if (source.size() != null) {
            images = images.resized(source.size());
        }
        if (source.limit() == null) {
            return images;
        }
        return source.limitSeed() == null
                ? images.limited(source.limit())
                : images.spread(source.limit(), source.limitSeed());
    }

    private SourceImages readAll(DataSource source, long seed) throws IOException {
        for (Mnist mnist : Mnist.values()) {
            if (mnist.id().equals(source.data())) {
                return download(source, mnist);
            }
        }
        return source.data().equals(DataSource.SYNTHETIC)
                ? draw(source, seed)
                : read(source, path(source.data()), line -> messages.println("gen: " + line));
    }

    private static Path path(String data) throws InvalidDataException {
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

    private SourceImages download(DataSource source, Mnist mnist) throws IOException {
        DataCache cache = DataCache.of(environment);
        DownloadProgress progress = new DownloadLine(messages, System.console() != null);
        return images(
                source, mnist.load(DataSplit.TRAIN, cache, progress), mnist.load(DataSplit.TEST, cache, progress));
    }

    /** The first digits are as random as any others, so no more than the limit are drawn. */
    private static SourceImages draw(DataSource source, long seed) {
        int count = source.limit() == null ? SYNTHETIC_TRAIN : Math.min(source.limit(), SYNTHETIC_TRAIN);
        return images(source, SyntheticDigits.draw(count, seed), SyntheticDigits.draw(SYNTHETIC_TEST, ~seed));
    }

    private SourceImages read(DataSource source, Path path, Consumer<String> lines) throws IOException {
        if (IdxFolder.isAt(path)) {
            PictureLoader.Images idx = IdxFolder.read(path, lines);
            return images(source, idx.train(), idx.test());
        }
        int side = source.size() == null ? FOLDER_SIZE : source.size();
        PictureLoader loader = PictureLoader.of(new ImageShape(source.rgb() ? 3 : 1, side, side))
                .labels(source.labels() == null ? LabelRule.LAST : source.labels())
                .background(Integer.parseInt(source.background() == null ? WHITE : source.background(), HEXADECIMAL))
                .cache(DataCache.of(environment).folder("pictures"));
        if (source.limit() != null && source.limitSeed() != null) {
            loader = loader.limit(source.limit(), source.limitSeed());
        }
        try {
            PictureLoader.Images pictures = loader.load(path, lines);
            tellOfDefaults(source, lines);
            return images(source, pictures.train(), pictures.test());
        } catch (UnclearLabelsException e) {
            throw new InvalidDataException(e.getMessage() + "; with --label-level first or none", e);
        }
    }

    private static void tellOfDefaults(DataSource source, Consumer<String> lines) {
        if (source.size() == null || !source.rgb()) {
            lines.accept("choose " + (source.size() == null ? "another size with --image-size" : "")
                    + (source.size() == null && !source.rgb() ? ", and " : "")
                    + (source.rgb() ? "" : "colours with --rgb"));
        }
    }

    private static SourceImages images(DataSource source, ImageDataset train, @Nullable ImageDataset test) {
        return new SourceImages(train, test, source, null);
    }
}
