package io.gen4j.app.studio.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * The state of a file in the file system. It shows whether the file changed, without reading it.
 *
 * @param kind of the file itself; links are not followed
 * @param changed when it was last written
 * @param size in bytes
 * @param key identifies the file independently of its name, if the system has such a key
 */
public record FileStamp(
        Kind kind, FileTime changed, long size, @Nullable Object key) {

    /** The kind of file at a path. */
    public enum Kind {
        MISSING,
        FILE,
        DIRECTORY,
        OTHER
    }

    private static final FileTime NEVER = FileTime.fromMillis(0);

    /** The stamp of a missing file. */
    public static final FileStamp MISSING = new FileStamp(Kind.MISSING, NEVER, 0, null);

    public static FileStamp of(Path path) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Kind kind = attributes.isRegularFile() ? Kind.FILE : attributes.isDirectory() ? Kind.DIRECTORY : Kind.OTHER;
            return new FileStamp(kind, attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException e) {
            return MISSING;
        }
    }

    public boolean isFile() {
        return kind == Kind.FILE;
    }

    public boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }

    public boolean exists() {
        return kind != Kind.MISSING;
    }

    /** A short text that changes with the file; empty if there is none. */
    String version() {
        return isFile() ? Long.toString(changed.toMillis(), 36) + "-" + Long.toString(size, 36) : "";
    }
}
