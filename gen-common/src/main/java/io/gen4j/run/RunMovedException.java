package io.gen4j.run;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * The directory of a run was moved or removed during its training. {@link TrainingRun#run} throws it. Nothing is written to
 * its old path.
 */
public final class RunMovedException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    /** @param directory the run's path when its training began */
    RunMovedException(Path directory) {
        super(
                directory.toString(),
                null,
                "was moved or removed while it was trained; the last checkpoint is where the directory is now");
    }
}
