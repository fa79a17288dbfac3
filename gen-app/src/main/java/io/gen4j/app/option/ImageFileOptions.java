package io.gen4j.app.option;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.array.ArrayLayout;
import io.gen4j.data.array.ImageArray;
import io.gen4j.data.array.UnclearArrayException;
import io.gen4j.data.array.ValueRange;
import io.gen4j.file.InvalidDataException;
import io.gen4j.interop.NpyArray;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for reading the images in a NumPy file. */
final class ImageFileOptions {

    private static final Map<String, ValueRange> RANGES = new LinkedHashMap<>();
    private static final Map<String, ArrayLayout> LAYOUTS = new LinkedHashMap<>();

    static {
        RANGES.put("-1,1", ValueRange.SIGNED);
        RANGES.put("0,1", ValueRange.UNIT);
        RANGES.put("0,255", ValueRange.BYTES);
        RANGES.put("0,65535", ValueRange.SHORTS);
        LAYOUTS.put("nchw", ArrayLayout.CHANNELS_FIRST);
        LAYOUTS.put("nhwc", ArrayLayout.CHANNELS_LAST);
    }

    @Option(
            names = "--labels",
            paramLabel = "L.npy",
            description = "The labels that the images of --images were asked to be of: indices from 0, [n], or one-hot "
                    + "rows; .npy or .npz.")
    private @Nullable Path labels;

    @Option(
            names = "--range",
            paramLabel = "BLACK,WHITE",
            description = "The numbers for black and white in --images: -1,1, 0,1, 0,255 or 0,65535. Default: "
                    + "recognised by type and numbers.")
    private @Nullable String range;

    @Option(
            names = "--layout",
            paramLabel = "nchw|nhwc",
            description = "Channels first or last in --images. Default: recognised by the shape.")
    private @Nullable String layout;

    /**
     * Reads images, and reports the recognised layout and range in one line.
     *
     * @param real images of the same shape, which name the labels
     * @param count how many to take, at most
     * @param seed draws the images if the file has more
     */
    ImageDataset read(@Nullable Path file, ImageDataset real, int count, long seed, PrintWriter messages)
            throws IOException {
        if (file == null) {
            throw new IllegalArgumentException("there is neither --run nor --images");
        }
        ImageArray images = open(file, real);
        messages.println("gen: " + images.description());
        int[] asked = labels == null ? new int[0] : readLabels(labels, images, real.labelNames());
        return images.read(count, seed, asked, real.labelNames());
    }

    /** Refuses options that say how a file is read where there is none. */
    void requireUnused() {
        String given = labels != null ? "--labels" : range != null ? "--range" : layout != null ? "--layout" : null;
        if (given != null) {
            throw new IllegalArgumentException(
                    given + " is about the file of --images: give --images, or leave it out");
        }
    }

    private ImageArray open(Path file, ImageDataset real) throws IOException {
        try {
            return ImageArray.open(
                    file, real.shape(), choice("--layout", layout, LAYOUTS), choice("--range", range, RANGES));
        } catch (UnclearArrayException e) {
            throw new InvalidDataException(e.getMessage() + ", with --range or --layout", e);
        }
    }

    private static <T> @Nullable T choice(String option, @Nullable String given, Map<String, T> choices) {
        if (given == null) {
            return null;
        }
        T choice = choices.get(given.replace(" ", ""));
        if (choice == null) {
            throw new IllegalArgumentException(
                    option + " is " + given + ": must be " + String.join(" or ", choices.keySet()));
        }
        return choice;
    }

    /** An archive may hold the images beside their labels. */
    private static int[] readLabels(Path file, ImageArray images, List<String> names) throws IOException {
        List<NpyArray> arrays = NpyArray.in(file);
        List<NpyArray> fitting = arrays.stream()
                .filter(array -> array.shape()[0] == images.count() && array.shape().length <= 2)
                .toList();
        return ImageArray.readLabels(fitting.size() == 1 ? fitting.get(0) : arrays.get(0), images.count(), names);
    }
}
