package io.gen4j.run;

import io.gen4j.GenerativeModel;
import io.gen4j.TrainingListener;
import io.gen4j.data.Batch;
import java.util.List;

/** Bundles of listeners. None writes to the console. */
public final class TrainingListeners {

    /** A row of metrics an update would be more than anybody reads. */
    private static final int UPDATES_A_ROW = 100;

    private TrainingListeners() {}

    /**
     * What keeps a run's record in its directory:
     *
     * <ul>
     *   <li>{@link MetricsCsv}: losses and images a second, the mean of every 100 updates;
     *   <li>{@link EvaluationCsv}: losses on test images, every epoch, for models and loops that have them;
     *   <li>{@link SamplePictures}: what the model draws, every epoch, of the same latents each time;
     *   <li>{@link TensorBoardEvents}: all of that for TensorBoard;
     *   <li>{@link ProgressPictures}: at the end, the drawings of all epochs in one picture and one that moves;
     *   <li>{@link ModelSaver}: the model, and each of its networks if it has several, every epoch.
     * </ul>
     *
     * <pre>{@code
     * RunDirectory run = RunDirectory.create(Path.of("runs/mine"));
     * Batch originals = model.batches(digits).first(64);
     * model.fit(digits, TrainingListeners.recording(model, run, originals));
     * }</pre>
     *
     * @param originals images to be reconstructed, or shown as the real ones; stays the caller's
     */
    public static TrainingListener[] recording(GenerativeModel model, RunDirectory run, Batch originals) {
        return List.of(
                        new MetricsCsv(run.metrics(), UPDATES_A_ROW),
                        new EvaluationCsv(run.evaluation()),
                        new SamplePictures(model, originals, run.samples()),
                        new TensorBoardEvents(model, run, UPDATES_A_ROW),
                        new ProgressPictures(run),
                        new ModelSaver(model, run.model(), run.networks()))
                .toArray(TrainingListener[]::new);
    }
}
