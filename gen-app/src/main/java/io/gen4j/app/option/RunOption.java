package io.gen4j.app.option;

import io.gen4j.EncoderModel;
import io.gen4j.GenerativeModel;
import io.gen4j.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The option that names a trained model. */
public final class RunOption {

    /** Folders that a model's file may lie below its run's. */
    private static final int MOST_FOLDERS = 3;

    @Option(
            names = "--run",
            required = true,
            paramLabel = "DIR",
            description = "A run's directory, a model.zip alone, or a checkpoint within a run.")
    private Path run;

    @Mixin
    private CheckpointChoice choice;

    /** The file of one of the last model's networks; null if there is none. */
    @Nullable
    public Path network(String name) {
        if (choice.isGiven()) {
            return null;
        }
        Path file = new RunDirectory(run).network(name);
        return Files.isRegularFile(file) ? file : null;
    }

    /**
     * Loads a model that has an encoder.
     *
     * @param verb that needs it
     * @throws IllegalArgumentException if it has none
     */
    public EncoderModel loadEncoder(String verb) throws IOException {
        GenerativeModel model = load();
        if (model instanceof EncoderModel encoder) {
            return encoder;
        }
        model.close();
        throw new IllegalArgumentException(
                "--run holds a " + model.family() + ", which has no encoder: " + verb + " needs one, such as vae");
    }

    /** The run's directory; null for a model's file outside a run. */
    @Nullable
    public Path directory() {
        return directory(run);
    }

    /**
     * The directory of the run that a path belongs to.
     *
     * @param run a run's directory, or a file in it
     * @return null if there is none
     */
    @Nullable
    public static Path directory(Path run) {
        if (Files.isDirectory(run)) {
            return run;
        }
        Path folder = run.toAbsolutePath().normalize().getParent();
        for (int i = 0; i < MOST_FOLDERS && folder != null; i++, folder = folder.getParent()) {
            if (Files.isRegularFile(new RunDirectory(folder).config())) {
                return folder;
            }
        }
        return null;
    }

    /**
     * The file of the model: a run's {@code model.zip}, or the file itself.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    public Path file() throws IOException {
        return (Files.isRegularFile(run) ? run : RunDirectory.open(run).model()).toAbsolutePath();
    }

    /** Loads the model. */
    public GenerativeModel load() throws IOException {
        return choice.load(run);
    }
}
