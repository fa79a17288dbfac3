package io.gen4j.checkpoint;

import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The directory with the checkpoints of one training, in files such as {@code step-0000001200.safetensors}. It keeps the last
 * ones and the best.
 *
 * @param path the directory; created when needed
 */
public record CheckpointDirectory(Path path) {

    /** The ending of each checkpoint's file. */
    public static final String SUFFIX = ".safetensors";

    private static final String PREFIX = "step-";
    private static final String NAME = "step-\\d{10,18}\\.safetensors";

    /**
     * A checkpoint that was read.
     *
     * @param file its file
     * @param state its contents
     */
    public record Found(Path file, State state) {}

    /** The file for the state after {@code step} updates. */
    public Path file(long step) {
        return path.resolve(String.format(Locale.ROOT, "%s%010d%s", PREFIX, step, SUFFIX));
    }

    /** Writes the state after {@code step} updates, whole or not at all. Returns its file. */
    public Path write(long step, State state) throws IOException {
        Path file = file(step);
        Checkpoint.write(file, state);
        return file;
    }

    /**
     * Deletes old checkpoints. Checkpoints after {@code step} stay and do not count: the training could not read them and
     * continued from an earlier one.
     *
     * @param last number of checkpoints to keep, at least 1
     * @param best the step of one more to keep; negative for none
     * @param step the newest step that counts
     */
    public void prune(int last, long best, long step) throws IOException {
        List<Path> files =
                newestFirst().stream().filter(file -> step(file) <= step).toList();
        for (Path file : files.subList(Math.min(last, files.size()), files.size())) {
            if (best < 0 || !file.equals(file(best))) {
                Files.deleteIfExists(file);
            }
        }
    }

    /**
     * The newest checkpoint that can be read.
     *
     * @param messages receives one line for each newer checkpoint that cannot be read
     * @throws IOException if checkpoints exist and none can be read; the cause is that of the newest
     */
    public Optional<Found> latest(Consumer<String> messages) throws IOException {
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
