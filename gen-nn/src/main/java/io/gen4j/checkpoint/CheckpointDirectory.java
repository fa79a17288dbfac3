package io.gen4j.checkpoint;

import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import io.gen4j.runtime.internal.Arguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The directory of one training's checkpoints, in files such as {@code step-0000001200.safetensors}. Use it to keep the
 * latest checkpoints and the best one.
 *
 * @param path the directory; created when needed
 */
public record CheckpointDirectory(Path path) {

    /** The suffix of each checkpoint file. */
    public static final String SUFFIX = ".safetensors";

    private static final long LAST_STEP = 999_999_999_999_999_999L;
    private static final String PREFIX = "step-";
    private static final String NAME = "step-\\d{10,18}\\.safetensors";

    /** Refuses null. */
    public CheckpointDirectory {
        Objects.requireNonNull(path, "path");
    }

    /**
     * A checkpoint that was found and read.
     *
     * @param file the checkpoint's file
     * @param state the contents
     */
    public record Found(Path file, State state) {
        /** Refuses null. */
        public Found {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(state, "state");
        }
    }

    /** Returns the file for the state after {@code step} updates. */
    public Path file(long step) {
        Arguments.requireWithin("step", step, 0, LAST_STEP);
        return path.resolve(String.format(Locale.ROOT, "%s%010d%s", PREFIX, step, SUFFIX));
    }

    /** Writes the state after {@code step} updates, atomically. Returns its file. */
    public Path write(long step, State state) throws IOException {
        Path file = file(step);
        Checkpoint.write(file, state);
        return file;
    }

    /**
     * Deletes old checkpoints. Checkpoints after {@code step} are kept and not counted: the training could not read
     * them, and continued from an earlier one.
     *
     * @param last the number of latest checkpoints to keep, at least 1
     * @param best the step of the best checkpoint, which is kept too; negative for none
     * @param step the newest step that counts
     * @throws IllegalArgumentException if {@code last} is less than 1, {@code best} has more than 18 digits, or {@code step}
     *     is negative
     */
    public void prune(int last, long best, long step) throws IOException {
        Arguments.requireAtLeast("last", last, 1);
        Arguments.requireWithin("best", best, Long.MIN_VALUE, LAST_STEP);
        Arguments.requireAtLeast("step", step, 0);
        List<Path> files =
                newestFirst().stream().filter(file -> step(file) <= step).toList();
        for (Path file : files.subList(Math.min(last, files.size()), files.size())) {
            if (best < 0 || !file.equals(file(best))) {
                Files.deleteIfExists(file);
            }
        }
    }

    /**
     * Reads the newest readable checkpoint.
     *
     * @param messages receives one line for each newer, unreadable checkpoint
     * @throws IOException if checkpoints exist but none is readable; the cause is the newest one's error
     */
    public Optional<Found> latest(Consumer<String> messages) throws IOException {
        Objects.requireNonNull(messages, "messages");
        IOException failure = null;
        for (Path file : newestFirst()) {
            try {
                return Optional.of(new Found(file, Checkpoint.read(file)));
            } catch (IOException e) {
                IOException named = e instanceof InvalidDataException ? e : AtomicFile.named(file, e);
                messages.accept("passed over: " + named.getMessage());
                failure = failure == null ? named : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return Optional.empty();
    }

    /** The steps of all checkpoints, ascending. */
    public List<Long> steps() throws IOException {
        return newestFirst().stream().map(CheckpointDirectory::step).sorted().toList();
    }

    private List<Path> newestFirst() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.getFileName().toString().matches(NAME))
                    .sorted(Comparator.comparing(CheckpointDirectory::step).reversed())
                    .toList();
        }
    }

    private static long step(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
    }
}
