package io.gen4j.run;

import io.gen4j.GenerativeModel;
import io.gen4j.checkpoint.CheckpointDirectory;
import io.gen4j.file.AtomicFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The directory of one training, and the names of its files. Use {@link #create} for a new training, {@link #open} to read
 * results, and {@link #openToResume} to resume a training.
 *
 * <pre>
 * config.json    everything needed to repeat the run
 * status.json    the state of the run
 * metrics.csv    losses and speed, one row per logged step
 * evaluation.csv losses on test images, one row per epoch, for models that have them
 * quality.csv    quality of the images, one row per evaluation, if evaluations are on
 * samples/       pictures, one set per epoch
 * checkpoints/   everything needed to resume the training, at several steps
 * networks/      every network on its own, if the model has several
 * loss.png       the losses as curves
 * discriminator.png  D(x) and D(G(z)) as curves, for adversarial models
 * progress.gif   the drawings of the same latents, epoch after epoch; progress.png side by side
 * events.out.tfevents.*  all of it for TensorBoard
 * model.zip      the model: all that sampling needs
 * best.zip       the model with the best images, if evaluations are on
 * </pre>
 *
 * @param path the directory
 */
public record RunDirectory(Path path) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** Refuses null. */
    public RunDirectory {
        Objects.requireNonNull(path, "path");
    }

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
        Files.createDirectories(path);
        // Fails for the second of two that start at once in an empty directory.
        Files.createDirectory(run.samples());
        return run;
    }

    /**
     * Makes {@code <parent>/<model>-<date>-<time>}, with {@code -2}, {@code -3} … behind it if that is taken.
     *
     * @param parent made if missing
     */
    public static RunDirectory create(Path parent, String model, LocalDateTime now) throws IOException {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(now, "now");
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
        RunDirectory run = existing(path);
        if (!Files.isRegularFile(run.model())) {
            throw new NoSuchFileException(path.toString(), null, "there is no model.zip in this directory");
        }
        return run;
    }

    /**
     * A run that can be resumed.
     *
     * @throws NoSuchFileException if there is no directory, or no {@code config.json} in it
     */
    public static RunDirectory openToResume(Path path) throws IOException {
        RunDirectory run = existing(path);
        if (!Files.isRegularFile(run.config())) {
            throw new NoSuchFileException(path.toString(), null, "there is no config.json in this directory");
        }
        return run;
    }

    private static RunDirectory existing(Path path) throws NoSuchFileException {
        if (!Files.isDirectory(path)) {
            throw new NoSuchFileException(path.toString(), null, "there is no such run directory");
        }
        return new RunDirectory(path);
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

    /** The directory of the checkpoints. */
    public CheckpointDirectory checkpoints() {
        return new CheckpointDirectory(path.resolve("checkpoints"));
    }

    /** The directory of the networks. */
    public Path networks() {
        return path.resolve("networks");
    }

    /** One of the networks, as {@link GenerativeModel#networks()} calls it. */
    public Path network(String name) {
        Objects.requireNonNull(name, "name");
        return networks().resolve(name + ".zip");
    }

    /** Held by the training that writes here. */
    Path lock() {
        return path.resolve(".lock");
    }

    /** The losses as curves. */
    public Path lossPicture() {
        return path.resolve("loss.png");
    }

    /** The discriminator's outputs on real and generated images, as curves. */
    public Path discriminatorPicture() {
        return path.resolve("discriminator.png");
    }

    /** The quality of the images. */
    public Path quality() {
        return path.resolve("quality.csv");
    }

    /** The model with the best images. */
    public Path best() {
        return path.resolve("best.zip");
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
