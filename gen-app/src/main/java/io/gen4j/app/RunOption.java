package io.gen4j.app;

import io.gen4j.model.GenerativeModel;
import io.gen4j.model.ModelFile;
import io.gen4j.train.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which trained model to use. */
final class RunOption {

    @Option(
            names = "--run",
            required = true,
            paramLabel = "DIR",
            description = "A run's directory, or a model.zip alone.")
    private Path run;

    GenerativeModel load() throws IOException {
        return ModelFile.load(
                Files.isRegularFile(run) ? run : RunDirectory.open(run).model());
    }
}
