package io.gen4j.run;

import io.gen4j.Metrics;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.checkpoint.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes {@code evaluation.csv}: one row per evaluated epoch, with the means of the metrics over the test images. */
final class EvaluationCsv implements TrainingListener {

    private static final String STATE = "evaluation.csv";

    private final Path file;
    private @Nullable GrowingCsv csv;

    /** @param file created with its first row, replacing rows of a training that has no checkpoint yet */
    public EvaluationCsv(Path file) {
        this.file = file;
    }

    @Override
    public void resumed(TrainingLoop loop, State state) throws IOException {
        if (state.in(STATE).isEmpty()) {
            Files.deleteIfExists(file);
        } else {
            csv = GrowingCsv.resume(file, header(loop.trainer().metricNames()), state.in(STATE));
        }
    }

    @Override
    public void evaluated(int epoch, Metrics mean) throws IOException {
        if (csv == null) {
            csv = GrowingCsv.start(file, header(mean.names()));
        }
        StringBuilder row = new StringBuilder(Integer.toString(epoch));
        for (int i = 0; i < mean.names().size(); i++) {
            row.append(',').append(mean.value(i));
        }
        csv.append(row.toString());
    }

    private static String header(List<String> names) {
        return "epoch," + String.join(",", names);
    }

    @Override
    public void save(State state) throws IOException {
        if (csv != null) {
            csv.save(state.in(STATE));
        }
    }

    @Override
    public void ended() throws IOException {
        if (csv != null) {
            csv.close();
            csv = null;
        }
    }
}
