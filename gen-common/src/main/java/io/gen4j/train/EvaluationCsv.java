package io.gen4j.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes {@code evaluation.csv}: a row an epoch, with the means of the metrics over images that are not learnt from. */
public final class EvaluationCsv implements TrainingListener {

    private final Path file;

    /** @param file must not exist; is made with its first row */
    public EvaluationCsv(Path file) {
        this.file = file;
    }

    @Override
    public void evaluated(int epoch, Metrics mean) throws IOException {
        if (!Files.exists(file)) {
            append("epoch," + String.join(",", mean.names()));
        }
        StringBuilder row = new StringBuilder(Integer.toString(epoch));
        for (int i = 0; i < mean.names().size(); i++) {
            row.append(',').append(mean.value(i));
        }
        append(row.toString());
    }

    private void append(String line) throws IOException {
        Files.write(file, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
