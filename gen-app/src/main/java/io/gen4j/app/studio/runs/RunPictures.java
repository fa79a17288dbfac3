package io.gen4j.app.studio.runs;

import io.gen4j.app.studio.http.ApiPaths;
import io.gen4j.app.table.RegularFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The pictures in a run's {@code samples} directory. The directory is listed again only after a change. */
final class RunPictures {

    private static final int MAX_BYTES = 32 << 20;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final ApiPaths paths;
    private final String runId;
    private final Path directory;
    private FileStamp stamp = FileStamp.MISSING;
    private List<Picture> pictures = List.of();

    RunPictures(ApiPaths paths, String runId, Path directory) {
        this.paths = paths;
        this.runId = runId;
        this.directory = directory;
    }

    /** Lists the directory again if it changed, and returns whether the pictures changed. */
    boolean refresh() throws IOException {
        FileStamp now = FileStamp.of(directory);
        if (now.equals(stamp)) {
            return false;
        }
        List<Picture> before = pictures;
        pictures = now.isDirectory() ? list() : List.of();
        stamp = now;
        return !pictures.equals(before);
    }

    private List<Picture> list() throws IOException {
        List<Picture> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.png")) {
            files.forEach(file -> Picture.of(paths, runId, file).ifPresent(found::add));
        }
        found.sort(Picture.ORDER);
        return List.copyOf(found);
    }

    /** All pictures, in the order of their epochs. */
    List<Picture> all() {
        return pictures;
    }

    /** The picture that the model drew last. */
    Optional<Picture> newest() {
        for (int i = pictures.size() - 1; i >= 0; i--) {
            if (pictures.get(i).isDrawn()) {
                return Optional.of(pictures.get(i));
            }
        }
        return Optional.empty();
    }

    /** Reads a picture; empty if there is no picture of this name, or if the file is not a picture. */
    static Optional<byte[]> read(Path samples, String name) throws IOException {
        if (!FileStamp.of(samples).isDirectory()
                || Picture.of(new ApiPaths(""), "", Path.of(name)).isEmpty()) {
            return Optional.empty();
        }
        Path file = samples.resolve(name);
        if (!FileStamp.of(file).isFile()) {
            return Optional.empty();
        }
        byte[] bytes = RegularFile.read(file, MAX_BYTES);
        return bytes.length > PNG.length && Arrays.equals(Arrays.copyOf(bytes, PNG.length), PNG)
                ? Optional.of(bytes)
                : Optional.empty();
    }
}
