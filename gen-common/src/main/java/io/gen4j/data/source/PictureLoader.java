package io.gen4j.data.source;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.Spread;
import io.gen4j.data.StoredImageDataset;
import io.gen4j.data.picture.PictureFormat;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import io.gen4j.runtime.internal.Arguments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads your pictures from a folder, an archive or a list, see {@link PictureSource}. Use it to choose labels, limits and
 * the background. It reports in a few lines the pictures found, the files left out and why, and the resulting shape. It
 * lists and selects first, then decodes only the selected pictures, on all cores. Pixels that would take more than a
 * quarter of Java's heap lie in a mapped file instead.
 *
 * <pre>{@code
 * PictureLoader.Images faces = PictureLoader.of(new ImageShape(3, 64, 64)).limit(10_000, 1)
 *         .load(Path.of("faces.zip"), System.err::println);
 * }</pre>
 */
public final class PictureLoader {

    private static final int WHITE = 0xffffff;
    private static final int MAX_FAILURES_SHOWN = 10;
    private static final int MAX_LABELS_SHOWN = 12;

    private final ImageShape shape;
    private final LabelRule rule;
    private final int background;
    private final int limit;
    private final long seed;
    private final @Nullable Path cache;

    private PictureLoader(
            ImageShape shape, LabelRule rule, int background, int limit, long seed, @Nullable Path cache) {
        this.shape = shape;
        this.rule = rule;
        this.background = background;
        this.limit = limit;
        this.seed = seed;
        this.cache = cache;
    }

    /** Creates a loader for images of a shape. One channel is luma, 0.299 R + 0.587 G + 0.114 B. */
    public static PictureLoader of(ImageShape shape) {
        Objects.requireNonNull(shape, "shape");
        return new PictureLoader(shape, LabelRule.AUTOMATIC, WHITE, 0, 0, null);
    }

    /** The same with another rule for labels. */
    public PictureLoader labels(LabelRule newRule) {
        Objects.requireNonNull(newRule, "newRule");
        return new PictureLoader(shape, newRule, background, limit, seed, cache);
    }

    /**
     * The same with another colour under transparent pixels, {@code 0xRRGGBB}; usually white.
     *
     * @throws IllegalArgumentException if the colour is not from 0 to {@code 0xffffff}
     */
    public PictureLoader background(int colour) {
        Arguments.requireWithin("background", colour, 0, WHITE);
        return new PictureLoader(shape, rule, colour, limit, seed, cache);
    }

    /**
     * The same with at most {@code count} training pictures, spread over the labels, see {@link ImageDataset#spread}.
     *
     * @param newSeed any number
     * @throws IllegalArgumentException if {@code count} is less than 1
     */
    public PictureLoader limit(int count, long newSeed) {
        if (count < 1) {
            throw new IllegalArgumentException("limit is " + count + ": must be at least 1");
        }
        return new PictureLoader(shape, rule, background, count, newSeed, cache);
    }

    /** The same, with a directory for pixels that do not fit in memory. The next reading takes them from there. */
    public PictureLoader cache(Path directory) {
        Objects.requireNonNull(directory, "directory");
        return new PictureLoader(shape, rule, background, limit, seed, directory);
    }

    /**
     * The images that were read.
     *
     * @param train to learn from
     * @param test to measure with; null if the source has no such part
     */
    public record Images(ImageDataset train, @Nullable ImageDataset test) {
        /** Refuses null. */
        public Images {
            Objects.requireNonNull(train, "train");
        }
    }

    /**
     * Reads a folder, an archive or a list, see {@link PictureSource#open}.
     *
     * @param messages receives the summary, line by line
     * @throws UnclearLabelsException if the labels are ambiguous
     * @throws InvalidDataException if there is no such source, it is damaged, or has no picture that can be decoded
     * @throws java.io.InterruptedIOException if this thread is interrupted
     */
    public Images load(Path path, Consumer<String> messages) throws IOException {
        try (PictureSource source = PictureSource.open(path)) {
            return load(source, messages);
        }
    }

    /** As {@link #load(Path, Consumer)}, from a source of any kind. */
    public Images load(PictureSource source, Consumer<String> messages) throws IOException {
        PictureSource.Listing listing = source.list();
        if (listing.entries().isEmpty()) {
            listing.leftOut().lines().forEach(messages);
            throw new InvalidDataException(
                    source.name() + " has no pictures: expected PNG, JPEG, GIF, BMP, WBMP, TIFF or WebP, "
                            + "files that end in ." + String.join(", .", PictureFormat.endings()));
        }
        Arrangement arrangement = Arrangement.of(source.name(), listing.entries(), rule, listing.leftOut());
        messages.accept(source.name() + ": " + listing.entries().size() + " pictures");
        listing.notices().forEach(messages);
        arrangement.notices().forEach(messages);
        listing.leftOut().lines().forEach(messages);
        List<String> names = names(arrangement.train());
        ImageDataset train = read(source, listing, limited(arrangement.train(), names, messages), names, "", messages);
        ImageDataset test =
                arrangement.test() == null ? null : read(source, listing, arrangement.test(), names, " test", messages);
        return new Images(train, test);
    }

    private static List<String> names(Arrangement.Part part) {
        return List.copyOf(new TreeSet<>(part.labels()));
    }

    private Arrangement.Part limited(Arrangement.Part part, List<String> names, Consumer<String> messages) {
        int size = part.entries().length;
        if (limit == 0 || limit >= size) {
            return part;
        }
        int[] chosen = Spread.of(numbers(part, names), size, limit, seed);
        messages.accept("taking " + limit + " of " + size + (names.isEmpty() ? "" : ", spread over the labels"));
        return new Arrangement.Part(
                IntStream.of(chosen).map(i -> part.entries()[i]).toArray(),
                names.isEmpty()
                        ? List.of()
                        : IntStream.of(chosen).mapToObj(part.labels()::get).toList());
    }

    private static int[] numbers(Arrangement.Part part, List<String> names) {
        return part.labels().stream()
                .mapToInt(label -> Collections.binarySearch(names, label))
                .toArray();
    }

    private ImageDataset read(
            PictureSource source,
            PictureSource.Listing listing,
            Arrangement.Part part,
            List<String> names,
            String suffix,
            Consumer<String> messages)
            throws IOException {
        int[] indices = part.entries();
        DecodedPictures decoded =
                new PictureDecoding(source, listing.entries(), shape, background, cache).decode(indices);
        reportFailures(decoded, listing.entries(), indices, messages);
        int[] usable = decoded.usable();
        if (usable.length == 0) {
            throw new InvalidDataException(
                    source.name() + " has " + indices.length + " pictures, none of which can be decoded: "
                            + decoded.failures().get(0));
        }
        int[] all = numbers(part, names);
        int[] labels =
                names.isEmpty() ? all : IntStream.of(usable).map(i -> all[i]).toArray();
        messages.accept(summary(decoded, usable.length, labels, names, suffix));
        return new StoredImageDataset(source.name() + suffix, shape, decoded.pixels(), usable.length, labels, names);
    }

    private static void reportFailures(
            DecodedPictures decoded, List<PictureSource.Entry> entries, int[] indices, Consumer<String> messages) {
        Map<Integer, String> failures = new TreeMap<>(decoded.failures());
        failures.entrySet().stream()
                .limit(MAX_FAILURES_SHOWN)
                .forEach(failure -> messages.accept(
                        Printable.of(entries.get(indices[failure.getKey()]).path()) + " is left out: "
                                + failure.getValue()));
        if (failures.size() > MAX_FAILURES_SHOWN) {
            messages.accept(failures.size() - MAX_FAILURES_SHOWN + " more pictures cannot be decoded and are left out");
        }
    }

    private String summary(DecodedPictures decoded, int count, int[] labels, List<String> names, String suffix) {
        return count + suffix + " pictures" + labelCounts(labels, names) + ", of " + decoded.sizes() + ", become "
                + shape.width() + " x "
                + shape.height() + (shape.channels() == 1 ? " grey" : " RGB") + " (scaled to cover, cut to the centre)"
                + (shape.channels() == 1 && decoded.colours() > 0
                        ? "; " + decoded.colours() + " of them lose their colours"
                        : "")
                + (decoded.pixels().isMapped()
                        ? "; too large for the heap, so they lie in a file that is mapped into memory"
                        : "");
    }

    private static String labelCounts(int[] labels, List<String> names) {
        if (names.isEmpty()) {
            return " without labels";
        }
        int[] counts = new int[names.size()];
        Arrays.stream(labels).forEach(label -> counts[label]++);
        StringBuilder text = new StringBuilder(" of " + names.size() + (names.size() == 1 ? " label: " : " labels: "));
        for (int i = 0; i < Math.min(names.size(), MAX_LABELS_SHOWN); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(Printable.of(names.get(i)))
                    .append(" (")
                    .append(counts[i])
                    .append(")");
        }
        return names.size() > MAX_LABELS_SHOWN ? text + " and more" : text.toString();
    }
}
