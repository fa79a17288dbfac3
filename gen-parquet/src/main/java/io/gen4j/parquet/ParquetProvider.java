package io.gen4j.parquet;

import io.gen4j.data.source.PictureSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Opens Parquet files with a column of pictures, and folders of such files. {@link PictureSource#open} finds it on the class
 * path; you need not call it.
 *
 * <p>A picture column holds the bytes of picture files, alone or as {@code bytes} in a struct. A label column holds text, or
 * numbers whose names are in the metadata of Hugging Face. Files are read page by page. Memory holds one page as it lies in
 * the file and decompressed, each at most a quarter of Java's heap.
 */
public final class ParquetProvider implements PictureSource.Provider {

    /** Creates it; for {@link java.util.ServiceLoader}. */
    public ParquetProvider() {}

    /** A file ending in {@code .parquet}, or a folder of such files that holds no pictures. */
    @Override
    public boolean takes(Path file) {
        Objects.requireNonNull(file, "file");
        return Files.isDirectory(file) ? Shards.areIn(file) : Shards.isNamed(file);
    }

    /**
     * Opens it.
     *
     * @throws io.gen4j.file.InvalidDataException if a folder has the files of several datasets
     */
    @Override
    public PictureSource open(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        return new ParquetPictures(file, Shards.of(file));
    }
}
