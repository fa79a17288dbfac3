package io.gen4j.metric;

import io.gen4j.ConditionalModel;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelRange;
import io.gen4j.data.PixelStore;
import io.gen4j.data.RandomSubset;
import io.gen4j.data.StoredImageDataset;
import io.gen4j.prior.LatentPrior;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.Arguments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Generated images as a dataset: 256 levels per channel, as real pictures have them. */
public final class GeneratedImages {

    private static final int ROWS = 1_000;

    /** Numbers that are drawn at once. */
    private static final int PIECE = 1 << 26;

    private GeneratedImages() {}

    /**
     * Draws images. A conditional model draws as many of each label, in random order; where the labels do not come out even,
     * those that get one more are drawn at random.
     *
     * @param count at least 1
     * @param seed the same seed draws the same images and labels
     * @throws IllegalArgumentException if {@code count} is less than 1, or the model draws numbers that are not finite
     */
    public static ImageDataset draw(GenerativeModel model, int count, long seed) {
        return draw(model, model.prior(), count, seed);
    }

    /**
     * Draws images as {@link #draw(GenerativeModel, int, long)} does, of latents of another prior, such as a fitted one.
     *
     * @param prior of latents of the model's size
     */
    public static ImageDataset draw(GenerativeModel model, LatentPrior prior, int count, long seed) {
        Arguments.requireAtLeast("count", count, 1);
        ImageSpec spec = model.spec();
        PixelStore pixels = allocate(count, spec.shape());
        int[] labels = model instanceof ConditionalModel
                ? balancedLabels(count, spec.labelNames().size(), seed)
                : new int[0];
        try (INDArray latents = prior.sample(count, seed)) {
            int step = Math.max(1, Math.min(ROWS, PIECE / spec.shape().size()));
            for (int start = 0; start < count; start += step) {
                int end = Math.min(count, start + step);
                try (INDArray rows = latents.get(NDArrayIndex.interval(start, end), NDArrayIndex.all())
                                .dup('c');
                        INDArray images = generate(model, rows, labels, start)) {
                    write(images, model.pixelRange(), pixels, start);
                }
            }
        }
        return dataset("images of " + model.family(), spec.shape(), pixels, labels, spec.labelNames());
    }

    /** As many of each label, and some at random if they do not come out even, in random order. */
    static int[] balancedLabels(int count, int labels, long seed) {
        int[] names = RandomSubset.draw(labels, labels, seed, "labels");
        int[] order = RandomSubset.draw(count, count, seed, "order of labels");
        return IntStream.of(order).map(place -> names[place % labels]).toArray();
    }

    private static INDArray generate(GenerativeModel model, INDArray latents, int[] labels, int start) {
        return model instanceof ConditionalModel conditional
                ? conditional.generate(latents, Arrays.copyOfRange(labels, start, start + (int) latents.size(0)))
                : model.generate(latents);
    }

    /**
     * Turns numbers into images.
     *
     * @param name what they are, for messages
     * @param images float, {@code [n, shape.size()]} or {@code [n, channels, height, width]}; numbers outside the range
     *     become black or white
     * @param labels one per image: the label that was asked for; of length 0 if there are none
     * @throws IllegalArgumentException if an image has another size, a number is not finite, or a label does not exist
     */
    public static ImageDataset of(
            String name, INDArray images, PixelRange range, ImageShape shape, int[] labels, List<String> labelNames) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(labelNames, "labelNames");
        if (images.wasClosed() || !images.dataType().isFPType()) {
            throw new IllegalArgumentException(name + " is " + (images.wasClosed() ? "closed" : images.dataType())
                    + ": the images must be an open array of floating-point numbers");
        }
        if (images.rank() < 2 || images.length() != images.size(0) * shape.size()) {
            throw new IllegalArgumentException(name + " has the shape " + Arrays.toString(images.shape())
                    + ": must be [n, " + shape.size() + "] or [n, " + shape.channels() + ", " + shape.height() + ", "
                    + shape.width() + "]");
        }
        PixelStore pixels = allocate(Math.toIntExact(images.size(0)), shape);
        try (INDArray ordered = images.dup('c')) {
            write(ordered, range, pixels, 0);
        }
        return dataset(name, shape, pixels, labels, labelNames);
    }

    /** Any number of bytes: more than an array can hold lie in a temporary file. */
    private static PixelStore allocate(int count, ImageShape shape) {
        try {
            return PixelStore.allocate(count, shape.size(), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ImageDataset dataset(
            String name, ImageShape shape, PixelStore pixels, int[] labels, List<String> labelNames) {
        return new StoredImageDataset(
                name, shape, pixels, pixels.count(), labels, labels.length == 0 ? List.of() : labelNames);
    }

    private static void write(INDArray images, PixelRange range, PixelStore pixels, int first) {
        int size = pixels.imageSize();
        float[] row = new float[size];
        byte[] image = new byte[size];
        for (int i = 0; i < images.size(0); i++) {
            HostMemory.read(images, (long) i * size, row, size);
            for (int j = 0; j < size; j++) {
                if (!Float.isFinite(row[j])) {
                    throw new IllegalArgumentException(
                            "image " + (first + i) + " holds " + row[j] + ": its numbers must be finite");
                }
                image[j] = range.toPixel(row[j]);
            }
            pixels.put(first + i, image, 0);
        }
    }
}
