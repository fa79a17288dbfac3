package io.gen4j.data.source;

import io.gen4j.Checks;
import io.gen4j.file.InvalidDataException;
import io.gen4j.runtime.internal.Arguments;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Picture files in a folder, an archive, a list or a table. Most programs use {@link PictureLoader} instead, which also
 * decodes. Implement this interface to read pictures from another place. All files are listed before any is decoded, so a
 * few of many cost little. A source belongs to one thread and must be closed.
 */
public interface PictureSource extends Closeable {

    /** The most bytes of one picture file. */
    int MAX_BYTES = 1 << 28;

    /**
     * One picture file.
     *
     * @param path with slashes, from where the source begins
     * @param label that the source itself names; null if folders do, or nothing
     * @param version changes when the content does, as far as that is known without reading it
     */
    record Entry(String path, @Nullable String label, String version) {
        /** Refuses null. */
        public Entry {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(version, "version");
        }
    }

    /**
     * The listing of a source.
     *
     * @param entries in the order in which the images are to come
     * @param leftOut files that are not read
     * @param notices for the user, one line each, where the source had a choice
     */
    record Listing(List<Entry> entries, LeftOut leftOut, List<String> notices) {

        /** Keeps its own copies of the lists. */
        public Listing {
            entries = Arguments.copyOf("entries", entries);
            Objects.requireNonNull(leftOut, "leftOut");
            notices = Arguments.copyOf("notices", notices);
        }

        /** Without notices. */
        public Listing(List<Entry> entries, LeftOut leftOut) {
            this(entries, leftOut, List.of());
        }
    }

    /** Takes files' contents. */
    interface Sink {
        /** Takes the content of an entry. */
        void accept(int index, byte[] content) throws IOException;

        /** Takes the reason why an entry cannot be read. */
        void failed(int index, String reason);
    }

    /** Opens data of one kind. Found by {@link ServiceLoader}, so that an optional module can add a kind. */
    interface Provider {
        /** Whether this may be a file of its kind, by its name, or a folder of such files and no pictures. */
        boolean takes(Path file);

        /** Opens it. */
        PictureSource open(Path file) throws IOException;
    }

    /** The data's name: the path as it was given. */
    String name();

    /**
     * Lists the pictures.
     *
     * @throws InvalidDataException if the source is damaged or of another kind
     */
    Listing list() throws IOException;

    /**
     * Hands over the contents of some entries, each once.
     *
     * @param indices of the listing, rising; {@link #list()} must have been called
     */
    void read(int[] indices, Sink sink) throws IOException;

    @Override
    default void close() throws IOException {
        // Most keep nothing open.
    }

    /**
     * Opens a folder, a zip or tar archive, a table (.csv, .tsv) of files and labels, or a list of files (.txt). Each
     * {@link Provider} on the class path adds a kind: gen-parquet adds Parquet files.
     *
     * @throws InvalidDataException if there is no such file, or it is of no such kind
     */
    static PictureSource open(Path path) throws IOException {
        if (!Files.isDirectory(path) && !Files.isRegularFile(path)) {
            throw new InvalidDataException(path + " does not exist" + hint(path.toString())
                    + ": expected a folder, an archive or a list of pictures");
        }
        for (Provider provider : ServiceLoader.load(Provider.class, PictureSource.class.getClassLoader())) {
            if (provider.takes(path)) {
                return provider.open(path);
            }
        }
        if (Files.isDirectory(path)) {
            return new FolderSource(path);
        }
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".zip")) {
            return new ZipSource(path);
        }
        if (name.matches(".*\\.(tar|tar\\.gz|tgz|tar\\.bz2)")) {
            return new TarSource(path);
        }
        if (name.matches(".*\\.(csv|tsv|txt)")) {
            return new ListSource(path);
        }
        if (name.endsWith(".parquet")) {
            throw new InvalidDataException(
                    path + ": Parquet is read where the module gen-parquet is on the class path: add it, "
                            + "or unpack the pictures into a folder");
        }
        throw new InvalidDataException(path
                + " is not data that is read: expected a folder, .zip, .tar, .tar.gz, .tgz, .tar.bz2, "
                + ".csv, .tsv or .txt");
    }

    /**
     * Opens a folder or a zip archive that nobody vouches for. Links are left out, and neither a large file nor a large table
     * of contents fills the memory.
     *
     * @param mostBytes of one picture, at least 1; larger ones are left out
     * @throws InvalidDataException if there is no such file, or the archive is damaged or has too many entries
     */
    static PictureSource untrusted(Path path, int mostBytes) throws IOException {
        Checks.requireWithin("mostBytes", mostBytes, 1, MAX_BYTES);
        PictureBytes bytes = new PictureBytes(mostBytes);
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return new FolderSource(path, bytes, false);
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new InvalidDataException(path + " does not exist: expected a folder or a zip archive");
        }
        ZipDirectory.requireSmall(path);
        return new ZipSource(path, bytes);
    }

    private static String hint(String text) {
        return text.indexOf('\ufffd') >= 0 ? " (this locale cannot spell its name: set LC_ALL=C.UTF-8)" : "";
    }
}
