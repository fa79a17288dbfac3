package io.gen4j.run;

import io.gen4j.GenerativeModel;
import io.gen4j.TrainingListener;
import io.gen4j.data.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Bundles of listeners that record a training. Use them with your own loop; {@link TrainingRun} adds them itself. None of
 * them prints.
 */
public final class TrainingListeners {

    /** A row for each update would be too much to read. */
    private static final int UPDATES_PER_ROW = 100;

    private TrainingListeners() {}

    /**
     * The listeners that record a run in its directory:
     *
     * <ul>
     *   <li>{@code model.zip} and {@code networks}: the model after an epoch, and each of its networks if it has several;
     *   <li>{@code metrics.csv}: losses and images per second, the mean of every 100 updates;
     *   <li>{@code evaluation.csv}: losses on test images, for models and loops that have them;
     *   <li>{@link SamplePictures}: images drawn after an epoch, of the same latents each time;
     *   <li>{@code events.out.tfevents.*}: all of that for TensorBoard;
     *   <li>{@code progress.png} and {@code progress.gif}: at the end, the drawings of all epochs in one picture and in one animation.
     * </ul>
     *
     * <p>{@link TrainingRun} adds checkpoints, and keeps the training alive when a picture or a table cannot be written.
     *
     * <pre>{@code
     * RunDirectory run = RunDirectory.create(Path.of("runs/mine"));
     * Batch originals = model.batches(digits).first(64);
     * model.fit(digits, TrainingListeners.recording(model, run, originals));
     * }</pre>
     *
     * @param originals images to be reconstructed, or shown as the real ones; the caller closes them
     */
    public static TrainingListener[] recording(GenerativeModel model, RunDirectory run, Batch originals) {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(originals, "originals");
        List<TrainingListener> all = new ArrayList<>();
        all.add(model(model, run));
        all.addAll(tables(run));
        all.addAll(pictures(model, run, originals));
        return all.toArray(TrainingListener[]::new);
    }

    /** Saves the model; comes first, before anything that may fail. */
    static TrainingListener model(GenerativeModel model, RunDirectory run) {
        return new ModelSaver(model, run.model(), run.networks());
    }

    static List<TrainingListener> tables(RunDirectory run) {
        return List.of(new MetricsCsv(run.metrics(), UPDATES_PER_ROW), new EvaluationCsv(run.evaluation()));
    }

    static List<TrainingListener> pictures(GenerativeModel model, RunDirectory run, Batch originals) {
        return List.of(
                new SamplePictures(model, originals, run.samples()),
                new TensorBoardEvents(model, run, UPDATES_PER_ROW),
                new ProgressPictures(run));
    }
}
