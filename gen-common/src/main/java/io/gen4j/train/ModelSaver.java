package io.gen4j.train;

import io.gen4j.model.GenerativeModel;
import java.io.IOException;
import java.nio.file.Path;

/** Saves the model after each epoch; a reader finds the file of the last epoch that was finished, whole. */
public final class ModelSaver implements TrainingListener {

    private final GenerativeModel model;
    private final Path file;

    /** @param file replaced after each epoch */
    public ModelSaver(GenerativeModel model, Path file) {
        this.model = model;
        this.file = file;
    }

    @Override
    public void epochEnded(int epoch, Metrics mean) throws IOException {
        model.save(file);
    }
}
