package io.gen4j.mlflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files of a server on this machine that keeps them in a directory. */
record LocalArtifacts(Path root) implements ArtifactStore {

    @Override
    public void put(String name, Path file) throws IOException {
        Path target = root.resolve(name);
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    }
}
