package io.gen4j.mlflow;

import java.io.IOException;
import java.nio.file.Path;

/** Takes the files of one run. MLflow's Java client uploads files by MLflow's Python program, which Gen4J does without. */
interface ArtifactStore {

    /**
     * Stores a file that is not empty, and replaces an existing one.
     *
     * @param name with slashes, from the root of the run's files
     */
    void put(String name, Path file) throws IOException;
}
