package io.gen4j.data.source;

import io.gen4j.data.ByteImageDataset;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.file.InvalidDataException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.datavec.api.io.labels.ParentPathLabelGenerator;
import org.datavec.api.split.FileSplit;
import org.jspecify.annotations.Nullable;

/**
 * Images from a folder of pictures: PNG, JPEG, GIF (the first frame), BMP, WBMP and TIFF, known by their endings in upper
 * or lower case. If every picture lies in a sub-folder, at any depth, the name of the folder it lies in is its label; if
 * one lies in the folder itself, there are no labels. What starts with a dot is passed over.
 *
 * <pre>{@code
 * ImageDataset faces = ImageFolder.read(Path.of("faces"), new ImageShape(3, 64, 64), System.err::println);
 * }</pre>
 */
public final class ImageFolder {

    private static final List<String> ENDINGS =
            List.of(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".wbmp", ".tif", ".tiff");

    /** The longest array that every Java can make. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private ImageFolder() {}

    /**
     * Reads every picture, ordered by path, on all cores. Each is resized to cover the shape (antialiased cubic
     * convolution) and cut to its centre. One channel is luma, 0.299 R + 0.587 G + 0.114 B; what is transparent lies on
     * white. The labels are the names of sub-folders with at least one usable picture, sorted. A turn noted in a
     * photograph's metadata is not followed.
     *
     * @param folder its path, as given, is the dataset's name
     * @param skipped told, in one line a picture and in order, which cannot be decoded and why; those are left out
     * @throws InvalidDataException if the folder does not exist, is none or cannot be read, has no pictures or none that
     *     can be decoded, or has so many that they need more than 2 GiB at this shape
     * @throws IOException if listing the folder fails
     */
    public static ImageDataset read(Path folder, ImageShape shape, Consumer<String> skipped) throws IOException {
        File root = requireFolder(folder);
        List<File> files = list(root);
        requireSome(folder, files);
        requireRoom(folder, files.size(), shape);

        byte[] pixels = new byte[files.size() * shape.size()];
        @Nullable String[] failures = decode(files, shape, pixels);
        Stream.of(failures).filter(failure -> failure != null).forEach(skipped);

        int[] usable = IntStream.range(0, files.size())
                .filter(i -> failures[i] == null)
                .toArray();
        if (usable.length == 0) {
            throw new InvalidDataException(
                    folder + " has " + files.size() + " pictures, none of which can be decoded: " + failures[0]);
        }
        List<File> kept = IntStream.of(usable).mapToObj(files::get).toList();
        return label(folder, root, shape, gather(pixels, usable, shape.size()), kept);
    }

    /**
     * Reads a single picture, as {@link #read} does.
     *
     * @param file its path, as given, is the dataset's name
     * @return one image, without a label
     * @throws InvalidDataException if there is no such file, or it cannot be decoded
     */
    public static ImageDataset readPicture(Path file, ImageShape shape) throws InvalidDataException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidDataException(file + " does not exist: expected a picture");
        }
        byte[] pixels = new byte[shape.size()];
        try {
            new PictureReader(shape).read(file.toFile(), pixels, 0);
        } catch (IOException e) {
            throw new InvalidDataException(oneLine(file + " cannot be read as a picture: " + e.getMessage()), e);
        }
        return new ByteImageDataset(file.toString(), shape, pixels, new int[0], List.of());
    }

    private static File requireFolder(Path folder) throws InvalidDataException {
        if (!Files.exists(folder)) {
            throw new InvalidDataException(folder + " does not exist: expected a folder of pictures");
        }
        if (!Files.isDirectory(folder)) {
            throw new InvalidDataException(folder + " is not a folder: expected a folder of pictures");
        }
        if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
            throw new InvalidDataException(folder + " cannot be read: give yourself the permission to");
        }
        return folder.toAbsolutePath().toFile();
    }

    /** Files, not paths: a name that this system's encoding cannot spell is no path, and is to be reported, not fatal. */
    private static List<File> list(File root) {
        return Stream.of(new FileSplit(root).locations())
                .map(File::new)
                .filter(ImageFolder::isPicture)
                .filter(file -> !isHidden(file, root))
                .sorted(Comparator.comparing(file -> file.getPath().replace(File.separatorChar, '/')))
                .toList();
    }

    private static boolean isPicture(File file) {
        String name = file.getName().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    /** Whether a name on the way from the folder to the file starts with a dot: thumbnails, a system's own notes. */
    private static boolean isHidden(File file, File root) {
        return Stream.iterate(file, current -> !current.equals(root), File::getParentFile)
                .anyMatch(current -> current.getName().startsWith("."));
    }

    private static void requireSome(Path folder, List<File> files) throws InvalidDataException {
        if (files.isEmpty()) {
            throw new InvalidDataException(
                    folder + " has no pictures, nor have its sub-folders: expected files ending in "
                            + String.join(", ", ENDINGS));
        }
    }

    private static void requireRoom(Path folder, int count, ImageShape shape) throws InvalidDataException {
        if ((long) count * shape.size() > MAX_BYTES) {
            throw new InvalidDataException(folder + " has " + count + " pictures, which need more than 2 GiB as "
                    + shape + ": take a smaller shape or fewer pictures");
        }
    }

    /** Decodes every file into its place; gives for each why it cannot be, or null. */
    private static @Nullable String[] decode(List<File> files, ImageShape shape, byte[] pixels) {
        PictureReader reader = new PictureReader(shape);
        @Nullable String[] failures = new String[files.size()];
        IntStream.range(0, files.size()).parallel().forEach(i -> {
            try {
                reader.read(files.get(i), pixels, i * shape.size());
            } catch (IOException e) {
                failures[i] = oneLine(files.get(i) + " is left out: " + e.getMessage());
            }
        });
        return failures;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ");
    }

    /** Moves the usable images together. */
    private static byte[] gather(byte[] pixels, int[] usable, int size) {
        for (int i = 0; i < usable.length; i++) {
            System.arraycopy(pixels, usable[i] * size, pixels, i * size, size);
        }
        return usable.length * size == pixels.length ? pixels : Arrays.copyOf(pixels, usable.length * size);
    }

    private static ImageDataset label(Path folder, File root, ImageShape shape, byte[] pixels, List<File> files) {
        String name = folder.toString();
        if (files.stream().anyMatch(file -> root.equals(file.getParentFile()))) {
            return new ByteImageDataset(name, shape, pixels, new int[0], List.of());
        }
        ParentPathLabelGenerator generator = new ParentPathLabelGenerator();
        List<String> labels = files.stream()
                .map(file -> generator.getLabelForPath(file.getPath()).toString())
                .toList();
        List<String> names = labels.stream().distinct().sorted().toList();
        int[] numbers = labels.stream()
                .mapToInt(label -> Collections.binarySearch(names, label))
                .toArray();
        return new ByteImageDataset(name, shape, pixels, numbers, names);
    }
}
