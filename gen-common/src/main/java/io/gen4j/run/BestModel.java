package io.gen4j.run;

import io.gen4j.GenerativeModel;
import io.gen4j.checkpoint.State;
import io.gen4j.file.AtomicFile;
import io.gen4j.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The file of the best model so far. A process may be killed after it replaced the file and before the next checkpoint. The
 * run then resumes from a checkpoint that knows another best model. So a second file keeps the model of the last checkpoint
 * until a later checkpoint, and resume puts it back. Checkpoints identify the file by its checksum.
 */
final class BestModel {

    private static final String LEAST = "least";
    private static final String CHECKSUM = "best sha256";
    private static final String NONE = "";

    private final GenerativeModel model;
    private final Path file;
    private final Path before;
    private double least = Double.POSITIVE_INFINITY;
    private String current = NONE;
    private String saved = NONE;

    /** @param file where the best model is; the second file stands beside it and is hidden */
    BestModel(GenerativeModel model, Path file) {
        this.model = model;
        this.file = file;
        this.before = file.resolveSibling(".before-" + file.getFileName());
    }

    /** Continues without a checkpoint's knowledge, as after evaluations by an older version. */
    void start(double leastSoFar) throws IOException {
        least = leastSoFar;
        current = checksum(file);
        saved = current;
    }

    /** Whether a distance is less than all before. */
    boolean isBetter(double distance) {
        return distance < least;
    }

    /** Saves the model as the best one. */
    void replace(double distance) throws IOException {
        if (!saved.equals(NONE) && saved.equals(checksum(file))) {
            copy(file, before);
        }
        model.save(file);
        current = checksum(file);
        least = distance;
    }

    void save(State state) {
        state.putNumber(LEAST, least);
        state.putText(CHECKSUM, current);
        saved = current;
    }

    /** @param messages receives a line if the model that the checkpoint knows is lost */
    void resume(State state, Consumer<String> messages) throws IOException {
        least = state.number(LEAST);
        current = state.text(CHECKSUM);
        saved = current;
        if (current.equals(NONE)) {
            Files.deleteIfExists(file);
            Files.deleteIfExists(before);
        } else if (!current.equals(checksum(file))) {
            restore(messages);
        }
    }

    private void restore(Consumer<String> messages) throws IOException {
        if (current.equals(checksum(before))) {
            copy(before, file);
        } else if (Files.exists(file)) {
            messages.accept(
                    file + " is not the model that was the best at this checkpoint; it stays until a better one");
        } else {
            messages.accept(file + " was removed; the next evaluated model takes its place");
            least = Double.POSITIVE_INFINITY;
            current = NONE;
            saved = NONE;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        AtomicFile.replace(to, out -> Files.copy(from, out));
    }

    private static String checksum(Path path) throws IOException {
        return Files.isRegularFile(path) ? Sha256.of(path) : NONE;
    }
}
