package io.gen4j.spark.internal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** A file or directory on any of Spark's file systems. A file that is written is there whole or not at all. */
public final class HadoopFiles {

    private final Path path;
    private final FileSystem files;

    private HadoopFiles(Path path, FileSystem files) {
        this.path = path;
        this.files = files;
    }

    /** @throws IOException if there is no such file system */
    public static HadoopFiles at(String path, Configuration hadoop) throws IOException {
        Path given = new Path(path);
        return new HadoopFiles(given, withoutSums(given.getFileSystem(hadoop)));
    }

    /** Local files would have a hidden file of checksums each, which other programs wonder at. */
    private static FileSystem withoutSums(FileSystem files) {
        return files instanceof LocalFileSystem local ? local.getRaw() : files;
    }

    /** A file or directory below this one. */
    public HadoopFiles child(String name) {
        return new HadoopFiles(new Path(path, name), files);
    }

    public boolean exists() throws IOException {
        return files.exists(path);
    }

    /** @throws FileAlreadyExistsException if there is something at the path */
    public void requireNew() throws IOException {
        if (exists()) {
            throw new FileAlreadyExistsException(path.toString(), null, "exists already: choose another path");
        }
    }

    public void makeDirectory() throws IOException {
        if (!files.mkdirs(path)) {
            throw new IOException("cannot make the directory " + path);
        }
    }

    /** Reads a file, or the file of this name in a directory. */
    public byte[] read(String nameInDirectory) throws IOException {
        try {
            Path file = files.getFileStatus(path).isDirectory() ? new Path(path, nameInDirectory) : path;
            try (InputStream in = files.open(file)) {
                return in.readAllBytes();
            }
        } catch (FileNotFoundException e) {
            throw new NoSuchFileException(path.toString(), null, "there is no such file, or no " + nameInDirectory);
        }
    }

    /** Writes into a stream. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes the file. An existing one is replaced, as a task that is tried again writes the same bytes. */
    public void write(Content content) throws IOException {
        Path part = new Path(path.getParent(), "." + path.getName() + ".part-" + java.util.UUID.randomUUID());
        try {
            try (OutputStream out = files.create(part, true)) {
                content.writeTo(out);
            }
            files.delete(path, false);
            if (!files.rename(part, path)) {
                throw new IOException("cannot rename " + part + " to " + path);
            }
        } finally {
            files.delete(part, false);
        }
    }

    /** What a failure is, in words: files say only their path. */
    public static String reason(Throwable failure) {
        if (failure instanceof FileAlreadyExistsException file) {
            return file.getFile() + ": " + file.getReason();
        }
        if (failure instanceof NoSuchFileException file) {
            return file.getFile() + ": " + file.getReason();
        }
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
