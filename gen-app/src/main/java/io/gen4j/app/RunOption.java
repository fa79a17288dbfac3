package io.gen4j.app;

import io.gen4j.model.EncoderModel;
import io.gen4j.model.GenerativeModel;
import io.gen4j.model.ModelFile;
import io.gen4j.train.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which trained model to use. */
final class RunOption {

    @Option(
            names = "--run",
            required = true,
            paramLabel = "DIR",
            description = "A run's directory, or a model.zip alone.")
    private Path run;

    /** The file of one of the run's networks; null if there is none. */
    @Nullable
    Path network(String name) {
        Path file = new RunDirectory(run).network(name);
        return Files.isRegularFile(file) ? file : null;
    }

    /**
     * Loads a model that has an encoder.
     *
     * @param verb that needs it
     * @throws IllegalArgumentException if it has none
     */
    EncoderModel loadEncoder(String verb) throws IOException {
        GenerativeModel model = load();
        if (model instanceof EncoderModel encoder) {
            return encoder;
        }
        model.close();
        throw new IllegalArgumentException(
                "--run holds a " + model.family() + ", which has no encoder: " + verb + " needs one, such as vae");
    }

    /** The run's directory; null for a model's file alone. */
    @Nullable
    Path directory() {
        return Files.isDirectory(run) ? run : null;
    }

    GenerativeModel load() throws IOException {
        return load(run);
    }

    /** @param run a run's directory, or a model's file */
    static GenerativeModel load(Path run) throws IOException {
        return ModelFile.load(
                Files.isRegularFile(run) ? run : RunDirectory.open(run).model());
    }
}
