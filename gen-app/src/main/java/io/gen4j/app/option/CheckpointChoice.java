package io.gen4j.app.option;

import io.gen4j.GenerativeModel;
import io.gen4j.persist.ModelFile;
import io.gen4j.run.CheckpointModel;
import io.gen4j.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that choose one of a run's models; by default the last one, {@code model.zip}. */
final class CheckpointChoice {

    @Option(
            names = "--checkpoint",
            paramLabel = "NAME",
            description = "Use the model of a checkpoint of the run: epoch-N, step-N or newest.")
    private @Nullable String checkpoint;

    @Option(
            names = "--best",
            description = "Use the best model of the run, best.zip, which training with --every keeps.")
    private boolean best;

    /** Whether another model than the last one is wanted. */
    boolean isGiven() {
        return checkpoint != null || best;
    }

    /** The name of the wanted model: last, best, or the checkpoint's. */
    String name() {
        return best ? "best" : checkpoint == null ? "last" : checkpoint;
    }

    /**
     * Loads the model.
     *
     * @param run a run's directory, a model's file, or a checkpoint in a run
     */
    GenerativeModel load(Path run) throws IOException {
        if (checkpoint != null && best) {
            throw new IllegalArgumentException("--checkpoint is " + checkpoint + ", and --best is set: choose one");
        }
        if (Files.isRegularFile(run)) {
            if (isGiven()) {
                throw new IllegalArgumentException(
                        "--run is " + run + ", a file: --checkpoint and --best need the run's directory");
            }
            return CheckpointModel.isCheckpoint(run)
                    ? CheckpointModel.load(CheckpointModel.runOf(run), run)
                    : ModelFile.load(run);
        }
        if (checkpoint != null) {
            return CheckpointModel.load(RunDirectory.openToResume(run), checkpoint);
        }
        return ModelFile.load(best ? best(run) : RunDirectory.open(run).model());
    }

    private static Path best(Path run) throws IOException {
        Path file = RunDirectory.openToResume(run).best();
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(
                    run.toString(), null, "there is no best.zip: the run was trained without --every");
        }
        return file;
    }
}
