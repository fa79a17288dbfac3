package io.gen4j.app.studio.runs;

import io.gen4j.app.table.CsvFollower;
import io.gen4j.app.table.TableDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The digest of a table that grows, read on only where the file has changed. */
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

    /** Reads what is new, and says whether there was something. */
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

    /** What of the file cannot be read. */
    Optional<String> problem() {
        return stamp.exists() && !stamp.isFile()
                ? Optional.of(file.getFileName() + " is not a regular file and is not read")
                : follower.damage();
    }
}
