package io.gen4j.app.studio.runs;

import io.gen4j.app.table.CsvFollower;
import io.gen4j.app.table.TableDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The digest of a growing table. It reads only the new rows, and only after the file changes. */
final class DigestedTable {

    private final Path file;
    private final TableDigest digest = new TableDigest();
    private final CsvFollower follower;
    private FileStamp stamp = FileStamp.MISSING;

    DigestedTable(Path file) {
        this.file = file;
        this.follower = new CsvFollower(file, digest);
    }

    FileStamp stamp() {
        return stamp;
    }

    /** Reads the new rows, and returns whether there were any. */
    boolean refresh() throws IOException {
        FileStamp now = FileStamp.of(file);
        if (now.equals(stamp)) {
            return false;
        }
        stamp = now;
        if (!now.exists() || now.isFile()) {
            if (!now.exists()) {
                digest.begin(List.of());
            }
            follower.read();
        }
        return true;
    }

    TableDigest digest() {
        return digest;
    }

    /** The unreadable part of the file, as a message. */
    Optional<String> problem() {
        return stamp.exists() && !stamp.isFile()
                ? Optional.of(file.getFileName() + " is not a regular file and is not read")
                : follower.damage();
    }
}
