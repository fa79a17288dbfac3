package io.gen4j.data.array;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelStore;
import io.gen4j.data.StoredImageDataset;
import io.gen4j.file.InvalidDataException;
import io.gen4j.interop.NpyArray;
import io.gen4j.interop.NpyType;
import io.gen4j.random.RandomStreams;
import io.gen4j.runtime.internal.Arguments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Images in a NumPy file. Use it for images from other programs. It recognises layout and range from shape, type and
 * numbers. It refuses an ambiguous array until you name them. It reads in pieces, so the file may be larger than memory.
 *
 * @param array the numbers
 * @param shape of each image
 * @param layout where the channels are
 * @param range the numbers for black and white
 * @param outside how many numbers lie outside the range, and become black or white
 */
public record ImageArray(NpyArray array, ImageShape shape, ArrayLayout layout, ValueRange range, long outside) {

    private static final float NEARLY_ONE = 1.001f;

    /** Refuses null. */
    public ImageArray {
        Objects.requireNonNull(array, "array");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(layout, "layout");
        Objects.requireNonNull(range, "range");
        Arguments.requireAtLeast("outside", outside, 0);
    }

    /**
     * Looks at a file's shape and at all its numbers.
     *
     * @param file {@code .npy}, or {@code .npz} with one array that has images of this shape
     * @param shape that the images must have
     * @param layout null to recognise it
     * @param range null to recognise it
     * @throws UnclearArrayException if layout or range is in doubt
     * @throws InvalidDataException if the file cannot be read, has images of another shape, or numbers that are not finite
     */
    public static ImageArray open(Path file, ImageShape shape, @Nullable ArrayLayout layout, @Nullable ValueRange range)
            throws IOException {
        Objects.requireNonNull(file, "file");
        NpyArray array = imagesIn(file, shape);
        ArrayLayout taken = layout(array, shape, layout);
        Extent extent = Extent.of(array);
        ValueRange between = range == null ? recognise(array, extent) : range;
        return new ImageArray(array, shape, taken, between, range == null ? 0 : extent.outside(array, range));
    }

    private static NpyArray imagesIn(Path file, ImageShape shape) throws IOException {
        List<NpyArray> all = NpyArray.in(file);
        List<NpyArray> fitting =
                all.stream().filter(array -> !layouts(array, shape).isEmpty()).toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        if (!fitting.isEmpty()) {
            throw new InvalidDataException(file + " has several arrays of images, "
                    + String.join(
                            ", ", fitting.stream().limit(5).map(NpyArray::key).toList())
                    + ": expected one; save the one that you mean by itself");
        }
        NpyArray first = all.get(0);
        throw new InvalidDataException(
                first.name() + " has the shape " + Arrays.toString(first.shape()) + ": must be [n, "
                        + shape.size() + "], [n, " + shape.channels() + ", " + shape.height() + ", " + shape.width()
                        + "] or [n, "
                        + shape.height() + ", " + shape.width() + ", " + shape.channels() + "]");
    }

    private static ArrayLayout layout(NpyArray array, ImageShape shape, @Nullable ArrayLayout asked)
            throws InvalidDataException {
        List<ArrayLayout> possible = layouts(array, shape);
        if (asked != null) {
            if (!possible.contains(asked)) {
                throw new InvalidDataException(array.name() + " has the shape " + Arrays.toString(array.shape())
                        + ", which is not " + asked + " for images of " + shape);
            }
            return asked;
        }
        if (possible.size() > 1) {
            throw new UnclearArrayException(array.name() + " has the shape " + Arrays.toString(array.shape())
                    + ", which can be channels first or last: say which");
        }
        return possible.get(0);
    }

    /** The layouts in which the array has images of this shape. For grey images, all layouts are the same. */
    private static List<ArrayLayout> layouts(NpyArray array, ImageShape shape) {
        long[] sizes = array.shape();
        long[] each = Arrays.copyOfRange(sizes, 1, sizes.length);
        long[] first = {shape.channels(), shape.height(), shape.width()};
        long[] last = {shape.height(), shape.width(), shape.channels()};
        boolean isFlat = Arrays.equals(each, new long[] {shape.size()});
        boolean isGrey = shape.channels() == 1
                && (Arrays.equals(each, Arrays.copyOf(last, 2))
                        || Arrays.equals(each, first)
                        || Arrays.equals(each, last));
        if (isFlat || isGrey) {
            return List.of(ArrayLayout.CHANNELS_FIRST);
        }
        return Arrays.stream(ArrayLayout.values())
                .filter(layout -> Arrays.equals(each, layout == ArrayLayout.CHANNELS_FIRST ? first : last))
                .toList();
    }

    private static ValueRange recognise(NpyArray array, Extent extent) throws UnclearArrayException {
        NpyType type = array.type();
        boolean isWhole = type.isWhole() && type != NpyType.BOOL;
        if (isWhole && extent.min >= 0 && extent.max <= 255 && (extent.max > 1 || extent.max == 0)) {
            return ValueRange.BYTES;
        }
        if (type == NpyType.UINT16 && extent.max > 255) {
            return ValueRange.SHORTS;
        }
        if (!isWhole && extent.min >= 0 && extent.max <= NEARLY_ONE) {
            return ValueRange.UNIT;
        }
        if (!isWhole && extent.min >= -NEARLY_ONE && extent.max <= NEARLY_ONE) {
            return ValueRange.SIGNED;
        }
        if (!isWhole && extent.min >= 0 && extent.max >= 2 && extent.max <= 255) {
            return ValueRange.BYTES;
        }
        throw new UnclearArrayException(
                array.name() + " has " + type + " numbers from " + extent.min + " to " + extent.max
                        + ", which is not clearly 0 to 1, -1 to 1 or 0 to 255: say which numbers are black and white");
    }

    /** How many images there are. */
    public long count() {
        return array.shape()[0];
    }

    /** The recognised layout and range, in one line. */
    public String description() {
        String sizes = LongStream.of(array.shape())
                .mapToObj(Long::toString)
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        return array.name() + ": " + count() + " images, " + array.type() + " [" + sizes + "]"
                + (shape.channels() > 1 ? ", " + layout : "") + ", black to white " + range
                + (outside > 0 ? "; " + outside + " numbers outside become black or white" : "");
    }

    /**
     * Some of the images, in the order of the file. The seed draws them, so a file that is sorted by label, or has its labels
     * in turn, keeps every label.
     *
     * @param most how many to take at most
     * @param seed the same seed takes the same images
     * @param labels one per image of the file, empty if there are none
     * @param labelNames empty exactly if {@code labels} is
     */
    public ImageDataset read(int most, long seed, int[] labels, List<String> labelNames) throws IOException {
        Arguments.requireAtLeast("most", most, 1);
        if (labels.length > 0 && labels.length != count()) {
            throw new IllegalArgumentException(
                    "labels has " + labels.length + " numbers: must have " + count() + ", one per image of the file");
        }
        int taken = (int) Math.min(most, count());
        PixelStore pixels = PixelStore.allocate(taken, shape.size(), null);
        float[] numbers = new float[shape.size()];
        byte[] image = new byte[shape.size()];
        int[] takenLabels = new int[labels.length == 0 ? 0 : taken];
        try (NpyArray.Numbers in = array.open()) {
            RandomGenerator random = new RandomStreams(seed).stream("images of a file", 0);
            int next = 0;
            for (long i = 0; next < taken; i++) {
                in.read(numbers, numbers.length);
                if (random.nextLong(count() - i) < taken - next) {
                    write(numbers, image);
                    pixels.put(next, image, 0);
                    if (labels.length > 0) {
                        takenLabels[next] = labels[(int) i];
                    }
                    next++;
                }
            }
        }
        return new StoredImageDataset(
                array.name(), shape, pixels, taken, takenLabels, labels.length == 0 ? List.of() : labelNames);
    }

    private void write(float[] numbers, byte[] image) {
        int plane = shape.height() * shape.width();
        for (int i = 0; i < numbers.length; i++) {
            int target = layout == ArrayLayout.CHANNELS_FIRST ? i : i % shape.channels() * plane + i / shape.channels();
            image[target] = range.toPixel(numbers[i]);
        }
    }

    /**
     * Labels in a file: indices of shape {@code [n]} or {@code [n, 1]}, or one-hot rows of shape {@code [n, labels]}.
     *
     * @param count how many there must be
     * @param names the labels' names
     * @throws InvalidDataException if there are fewer or more, or one of them is no label
     */
    public static int[] readLabels(NpyArray array, long count, List<String> names) throws IOException {
        Objects.requireNonNull(array, "array");
        Arguments.requireAtLeast("count", count, 1);
        Arguments.copyOf("names", names);
        long[] shape = array.shape();
        boolean isOneHot = shape.length == 2 && shape[1] == names.size() && shape[1] > 1;
        if (names.isEmpty()) {
            throw new InvalidDataException(array.name()
                    + " has labels, and the real images have none: leave it out, or name images with labels");
        }
        if (shape[0] != count) {
            throw new InvalidDataException(array.name() + " has the shape " + Arrays.toString(shape) + ", " + shape[0]
                    + " labels: there are " + count + " images, and the counts must be equal");
        }
        if (!isOneHot && array.count() != count) {
            throw new InvalidDataException(array.name() + " has the shape " + Arrays.toString(shape)
                    + ": labels are indices, [" + count + "], or one-hot [" + count + ", " + names.size() + "]");
        }
        int[] labels = new int[Math.toIntExact(count)];
        float[] row = new float[isOneHot ? names.size() : 1];
        try (NpyArray.Numbers in = array.open()) {
            for (int i = 0; i < labels.length; i++) {
                in.read(row, row.length);
                labels[i] = isOneHot ? hot(row, array.name(), i) : index(row[0], array.name(), names);
            }
        }
        return labels;
    }

    private static int index(float value, String name, List<String> names) throws InvalidDataException {
        int label = (int) value;
        if (label != value || label < 0 || label >= names.size()) {
            throw new InvalidDataException(name + " has the label " + value + ": must be a whole number from 0 to "
                    + (names.size() - 1) + ", one for each name");
        }
        return label;
    }

    private static int hot(float[] row, String name, int index) throws InvalidDataException {
        int[] ones = IntStream.range(0, row.length).filter(i -> row[i] == 1).toArray();
        long zeros = IntStream.range(0, row.length).filter(i -> row[i] == 0).count();
        if (ones.length != 1 || zeros != row.length - 1) {
            throw new InvalidDataException(name + " has in row " + index + " not exactly one 1 among zeros");
        }
        return ones[0];
    }

    /** The least and the greatest number. */
    private record Extent(float min, float max) {

        private static final int PIECE = 1 << 16;

        /** @throws InvalidDataException if a number is not finite */
        static Extent of(NpyArray array) throws IOException {
            float min = Float.POSITIVE_INFINITY;
            float max = Float.NEGATIVE_INFINITY;
            long broken = 0;
            float[] piece = new float[PIECE];
            try (NpyArray.Numbers in = array.open()) {
                for (long left = array.count(); left > 0; left -= PIECE) {
                    int length = (int) Math.min(PIECE, left);
                    in.read(piece, length);
                    for (int i = 0; i < length; i++) {
                        if (Float.isFinite(piece[i])) {
                            min = Math.min(min, piece[i]);
                            max = Math.max(max, piece[i]);
                        } else {
                            broken++;
                        }
                    }
                }
            }
            if (broken > 0) {
                throw new InvalidDataException(array.name() + " has " + broken + " numbers of " + array.count()
                        + " that are NaN or infinite: an image has none");
            }
            return new Extent(min, max);
        }

        long outside(NpyArray array, ValueRange range) throws IOException {
            if (range.holds(min) && range.holds(max)) {
                return 0;
            }
            long outside = 0;
            float[] piece = new float[PIECE];
            try (NpyArray.Numbers in = array.open()) {
                for (long left = array.count(); left > 0; left -= PIECE) {
                    int length = (int) Math.min(PIECE, left);
                    in.read(piece, length);
                    for (int i = 0; i < length; i++) {
                        outside += range.holds(piece[i]) ? 0 : 1;
                    }
                }
            }
            return outside;
        }
    }
}
