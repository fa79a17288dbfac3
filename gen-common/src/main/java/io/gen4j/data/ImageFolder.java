package io.gen4j.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.datavec.api.io.labels.ParentPathLabelGenerator;
import org.datavec.api.split.FileSplit;

/**
 * A folder of pictures. If they all lie in sub-folders, these are the labels; if some lie in the folder itself, the data
 * has no labels. Pictures come in the order of their paths.
 */
public final class ImageFolder {

    private static final List<String> ENDINGS = List.of("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "wbmp");

    private ImageFolder() {}

    /**
     * Reads all pictures, resized to cover the shape and cut to its centre; transparent ones on white.
     *
     * @param shape one channel for grey, three for RGB
     * @param skipped told, in one line each, which pictures cannot be decoded, and why; they are left out
     * @throws InvalidDataException if the folder does not exist or no picture in it can be used
     */
    public static ImageDataset read(Path folder, ImageShape shape, Consumer<String> skipped) throws IOException {
        List<Path> files = list(folder);
        PictureReader reader = new PictureReader(shape);
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        List<Path> usable = new ArrayList<>();
        for (Path file : files) {
            try {
                pixels.write(reader.read(file));
                usable.add(file);
            } catch (IOException e) {
                skipped.accept(file + " is skipped, it cannot be decoded: " + e.getMessage());
            }
        }
        if (usable.isEmpty()) {
            throw new InvalidDataException(
                    folder + " has " + files.size() + " pictures, and none of them can be decoded");
        }
        return label(folder, shape, pixels.toByteArray(), usable);
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new InvalidDataException(folder + " is not a folder: give one with pictures in it");
        }
        if (!Files.isReadable(folder)) {
            throw new InvalidDataException(folder + " cannot be read: you have no permission");
        }
        String[] endings = ENDINGS.stream()
                .flatMap(ending -> Stream.of("." + ending, "." + ending.toUpperCase(Locale.ROOT)))
                .toArray(String[]::new);
        if (isEmpty(folder)) {
            throw noPictures(folder);
        }
        List<Path> files = Stream.of(new FileSplit(folder.toFile(), endings, true).locations())
                .map(Path::of)
                .sorted()
                .toList();
        if (files.isEmpty()) {
            throw noPictures(folder);
        }
        return files;
    }

    /** Which FileSplit refuses in words of its own. */
    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static InvalidDataException noPictures(Path folder) {
        return new InvalidDataException(
                folder + " has no pictures: expected files ending in " + String.join(", ", ENDINGS));
    }

    private static ImageDataset label(Path folder, ImageShape shape, byte[] pixels, List<Path> files) {
        Path root = folder.toAbsolutePath().normalize();
        boolean loose = files.stream()
                .anyMatch(file -> root.equals(file.toAbsolutePath().normalize().getParent()));
        if (loose) {
            return new ByteImageDataset(folder.toString(), shape, pixels, new int[0], List.of());
        }
        ParentPathLabelGenerator generator = new ParentPathLabelGenerator();
        List<String> labels = files.stream()
                .map(file -> generator.getLabelForPath(file.toUri()).toString())
                .toList();
        List<String> names = labels.stream().distinct().sorted().toList();
        int[] numbers = labels.stream().mapToInt(names::indexOf).toArray();
        return new ByteImageDataset(folder.toString(), shape, pixels, numbers, names);
    }
}
