package io.gen4j.train;

import io.gen4j.file.AtomicFile;
import io.gen4j.model.GenerativeModel;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;

/**
 * Where one training writes, and what its files are called.
 *
 * <pre>
 * config.json    everything needed to repeat the run
 * metrics.csv    losses and speed, a row a logged step
 * evaluation.csv losses on test images, a row an epoch, for models that have them
 * samples/       pictures, a set an epoch
 * checkpoints/   every network on its own
 * loss.png       the losses as curves
 * model.zip      the model: all that sampling needs
 * </pre>
 *
 * @param path the directory
 */
public record RunDirectory(Path path) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /**
     * Makes a run's directory.
     *
     * @param path does not exist yet, or is an empty directory
     * @throws FileAlreadyExistsException if it is a file, or a directory that holds something
     * @throws AccessDeniedException if it cannot be made there
     */
    public static RunDirectory create(Path path) throws IOException {
        if (Files.exists(path) && !isEmptyDirectory(path)) {
            throw new FileAlreadyExistsException(
                    path.toString(), null, "exists and is not an empty directory: choose another one");
        }
        AtomicFile.requireCreatable(path);
        RunDirectory run = new RunDirectory(path);
        Files.createDirectories(run.samples());
        Files.createDirectories(run.checkpoints());
        return run;
    }

    /**
     * Makes {@code <parent>/<model>-<date>-<time>}, with {@code -2}, {@code -3} … behind it if that is taken.
     *
     * @param parent made if missing
     */
    public static RunDirectory create(Path parent, String model, LocalDateTime now) throws IOException {
        String name = model + "-" + TIME.format(now);
        Path path = parent.resolve(name);
        for (int i = 2; Files.exists(path); i++) {
            path = parent.resolve(name + "-" + i);
        }
        return create(path);
    }

    /**
     * A run that was made earlier.
     *
     * @throws NoSuchFileException if there is no directory, or no model in it
     */
    public static RunDirectory open(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new NoSuchFileException(path.toString(), null, "there is no such run directory");
        }
        RunDirectory run = new RunDirectory(path);
        if (!Files.isRegularFile(run.model())) {
            throw new NoSuchFileException(path.toString(), null, "there is no model.zip in this directory");
        }
        return run;
    }

    /** Everything needed to repeat the run. */
    public Path config() {
        return path.resolve("config.json");
    }

    /** Losses and speed. */
    public Path metrics() {
        return path.resolve("metrics.csv");
    }

    /** Losses on test images. */
    public Path evaluation() {
        return path.resolve("evaluation.csv");
    }

    /** The directory of the pictures. */
    public Path samples() {
        return path.resolve("samples");
    }

    /** The directory of the networks. */
    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    /** One of the networks, as {@link GenerativeModel#networks()} calls it. */
    public Path network(String name) {
        return checkpoints().resolve(name + ".zip");
    }

    /** The losses as curves. */
    public Path lossPicture() {
        return path.resolve("loss.png");
    }

    /** The model. */
    public Path model() {
        return path.resolve("model.zip");
    }

    private static boolean isEmptyDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.findAny().isEmpty();
        }
    }
}
