package io.gen4j.data.source;

import io.gen4j.data.ByteImageDataset;
import io.gen4j.data.DataSplit;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reads images and labels from a pair of IDX files with MNIST's names. Use {@link Mnist} to download MNIST, and {@link
 * IdxFolder} for other names. The training files are {@code train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte};
 * the test files start with {@code t10k-}. A dot or a hyphen may stand before {@code idx}. Both may be compressed, with or
 * without {@code .gz} in the name.
 */
public final class IdxDataset {

    private static final int DIGITS = 10;

    private IdxDataset() {}

    /**
     * Reads one split from a folder. The labels are named by their numbers, "0" to "9" or as far as they go.
     *
     * @throws InvalidDataException if a file is missing, truncated or corrupt, or images and labels are not equally many
     * @throws IOException if reading fails
     */
    public static ImageDataset read(Path folder, DataSplit split) throws IOException {
        Objects.requireNonNull(folder, "folder");
        Path imagesFile = require(folder, imagesName(split));
        Path labelsFile = require(folder, labelsName(split));
        String files = imagesFile + " with " + labelsFile.getFileName();
        return join(folder + " " + split, files, IdxFile.read(imagesFile), IdxFile.read(labelsFile), List.of());
    }

    static String imagesName(DataSplit split) {
        return split.filePrefix() + "-images-idx3-ubyte";
    }

    static String labelsName(DataSplit split) {
        return split.filePrefix() + "-labels-idx1-ubyte";
    }

    /** The file of a standard name, in any of its spellings, if the folder has it. */
    static Optional<Path> find(Path folder, String standardName) {
        return spellings(standardName).stream()
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst();
    }

    /**
     * One dataset of two files.
     *
     * @param name the dataset's
     * @param files the name of the two in messages
     * @param labelNames empty to name the labels by their numbers
     * @throws InvalidDataException if they do not fit together
     */
    static ImageDataset join(String name, String files, IdxFile images, IdxFile labels, List<String> labelNames)
            throws InvalidDataException {
        if (labels.rank() != 1) {
            throw new InvalidDataException(files + " has labels of dimensions " + labels + ": expected count");
        }
        if (images.dimension(0) != labels.dimension(0)) {
            throw new InvalidDataException(files + " has " + images.dimension(0) + " images and " + labels.dimension(0)
                    + " labels: expected as many; take both files from one source");
        }
        int[] numbers = unsigned(labels.values());
        List<String> names = labelNames.isEmpty() ? numberNames(numbers) : labelNames;
        return dataset(name, files, images, numbers, names);
    }

    /**
     * Images of two, three or four dimensions, with labels or none.
     *
     * @param numbers one per image; empty if there are none
     * @throws InvalidDataException if they do not fit together
     */
    static ImageDataset dataset(String name, String files, IdxFile images, int[] numbers, List<String> names)
            throws InvalidDataException {
        try {
            return new ByteImageDataset(name, shape(files, images), channelsFirst(images), numbers, names);
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(files + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static Path require(Path folder, String standardName) throws InvalidDataException {
        return find(folder, standardName)
                .orElseThrow(() -> new InvalidDataException(
                        folder + " has no " + standardName + ": expected it there, as it is or with .gz"));
    }

    private static List<String> spellings(String standardName) {
        String dotted = standardName.replace("-idx", ".idx");
        return List.of(standardName, standardName + ".gz", dotted, dotted + ".gz");
    }

    private static ImageShape shape(String files, IdxFile images) throws InvalidDataException {
        if (images.rank() == 3) {
            return new ImageShape(1, images.dimension(1), images.dimension(2));
        }
        if (images.rank() == 4 && isChannels(images.dimension(1)) != isChannels(images.dimension(3))) {
            return isChannels(images.dimension(1))
                    ? new ImageShape(images.dimension(1), images.dimension(2), images.dimension(3))
                    : new ImageShape(images.dimension(3), images.dimension(1), images.dimension(2));
        }
        throw new InvalidDataException(
                files + " has images of dimensions " + images
                        + ": expected count x height x width, count x channels x height x width or count x height x width x channels");
    }

    private static boolean isChannels(int dimension) {
        return dimension == 1 || dimension == 3;
    }

    /** The pixels with the channels in front of the rows, where the file has them behind the columns. */
    private static byte[] channelsFirst(IdxFile images) {
        byte[] values = images.values();
        if (images.rank() != 4 || isChannels(images.dimension(1))) {
            return values;
        }
        int plane = images.dimension(1) * images.dimension(2);
        int channels = images.dimension(3);
        byte[] result = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            int pixel = i / channels;
            int image = pixel / plane;
            result[(image * channels + i % channels) * plane + pixel % plane] = values[i];
        }
        return result;
    }

    static List<String> numberNames(int[] labels) {
        int count = Math.max(DIGITS, 1 + IntStream.of(labels).max().orElseThrow());
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    static int[] unsigned(byte[] bytes) {
        int[] values = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return values;
    }
}
