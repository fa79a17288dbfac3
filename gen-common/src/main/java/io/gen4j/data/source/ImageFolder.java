package io.gen4j.data.source;

import io.gen4j.data.ByteImageDataset;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.picture.PictureReader;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Reads images from a folder of pictures with the usual rules. Use {@link PictureLoader} for more choices.
 *
 * <pre>{@code
 * ImageDataset faces = ImageFolder.read(Path.of("faces"), new ImageShape(3, 64, 64), System.err::println);
 * }</pre>
 */
public final class ImageFolder {

    private ImageFolder() {}

    /**
     * Reads every picture, ordered by path, on all cores. Each is resized to cover the shape (antialiased cubic
     * convolution) and cut to its centre. One channel is luma, 0.299 R + 0.587 G + 0.114 B. Transparent pixels lie on
     * white. The labels are the names of the folders in the folder, sorted; see {@link LabelRule#AUTOMATIC}.
     *
     * @param folder its path, as given, is the dataset's name
     * @param messages receives a summary: pictures found, left out and why, sizes, and the resulting shape
     * @return the training part, where the folder has parts for training and testing
     * @throws InvalidDataException if the folder is missing or unreadable, has no picture that can be decoded, or its
     *     labels are ambiguous
     * @throws IOException if listing the folder fails
     */
    public static ImageDataset read(Path folder, ImageShape shape, Consumer<String> messages) throws IOException {
        Objects.requireNonNull(folder, "folder");
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InvalidDataException(folder + " is not a folder: expected a folder of pictures");
        }
        return PictureLoader.of(shape).load(folder, messages).train();
    }

    /**
     * Reads a single picture, as {@link #read} does.
     *
     * @param file its path, as given, is the dataset's name
     * @return one image, without a label
     * @throws InvalidDataException if there is no such file, or it cannot be decoded
     */
    public static ImageDataset readPicture(Path file, ImageShape shape) throws InvalidDataException {
        Objects.requireNonNull(file, "file");
        if (!Files.isRegularFile(file)) {
            throw new InvalidDataException(file + " does not exist: expected a picture");
        }
        byte[] pixels = new byte[shape.size()];
        try {
            if (Files.size(file) > PictureSource.MAX_BYTES) {
                throw new IOException("it has more than " + PictureSource.MAX_BYTES + " bytes");
            }
            new PictureReader(shape).read(Files.readAllBytes(file), pixels, 0);
        } catch (IOException e) {
            throw new InvalidDataException(
                    file + " cannot be read as a picture: " + Printable.of(String.valueOf(e.getMessage())), e);
        }
        return new ByteImageDataset(file.toString(), shape, pixels, new int[0], List.of());
    }
}
