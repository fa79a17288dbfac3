package io.gen4j.run;

import io.gen4j.GenerativeModel;
import io.gen4j.MetricResult;
import io.gen4j.Metrics;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.checkpoint.State;
import io.gen4j.data.ImageDataset;
import io.gen4j.metric.Evaluation;
import io.gen4j.metric.Evaluator;
import io.gen4j.metric.FrechetDistance;
import io.gen4j.metric.GeneratedImages;
import io.gen4j.metric.ImageReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Evaluates the model's images every few epochs and after the last epoch, and keeps the best model. Use it for adversarial
 * models: the best generator of a run is seldom its last. The best model has the smallest {@link FrechetDistance} to the
 * real images, also after a kill and a resume. A CSV file gets one row per evaluation.
 */
public final class PeriodicEvaluation implements TrainingListener {

    private static final String STATE = "quality.csv";

    private final GenerativeModel model;
    private final ImageReference reference;
    private final int every;
    private final int count;
    private final QualityCsv table;
    private final BestModel best;
    private final Consumer<String> messages;
    private int epochs;

    /**
     * @param reference with a network that computes features
     * @param every epochs from one evaluation to the next, at least 1
     * @param count images to draw for each, at least 2
     * @param table the CSV file
     * @param best the file of the model that is kept
     * @param messages hears of each evaluation, in one line
     * @throws IllegalArgumentException if there is no such network, or a number lies outside its range
     */
    public PeriodicEvaluation(
            GenerativeModel model,
            ImageReference reference,
            int every,
            int count,
            Path table,
            Path best,
            Consumer<String> messages) {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(best, "best");
        Objects.requireNonNull(messages, "messages");
        if (reference.extractor() == null) {
            throw new IllegalArgumentException(
                    "the reference has no network to compute features: evaluating while " + "training needs one");
        }
        if (every < 1 || count < 2) {
            throw new IllegalArgumentException("evaluating every " + every + " epochs, by " + count
                    + " images: must be every 1 or more, by at least 2");
        }
        this.model = model;
        this.reference = reference;
        this.every = every;
        this.count = count;
        this.table = new QualityCsv(table);
        this.best = new BestModel(model, best);
        this.messages = messages;
    }

    @Override
    public void started(TrainingLoop loop) throws IOException {
        epochs = loop.epochs();
        best.start(table.start(Integer.MAX_VALUE, FrechetDistance.NAME));
    }

    @Override
    public void resumed(TrainingLoop loop, State state) throws IOException {
        epochs = loop.epochs();
        State mine = state.in(STATE);
        if (mine.isEmpty()) {
            best.start(table.start(loop.epoch(), FrechetDistance.NAME));
        } else {
            table.resume(mine, loop.epoch(), FrechetDistance.NAME);
            best.resume(mine, messages);
        }
    }

    @Override
    public void save(State state) throws IOException {
        table.save(state.in(STATE));
        best.save(state.in(STATE));
    }

    @Override
    public void ended() throws IOException {
        table.close();
    }

    @Override
    public void epochEnded(int epoch, Metrics mean) throws IOException {
        if (epoch % every == 0 || epoch == epochs) {
            ImageDataset images = GeneratedImages.draw(model, count, reference.seed());
            Evaluation evaluation = new Evaluator(Evaluator.QUICK_METRICS).judge(images, reference);
            add(epoch, evaluation);
        }
    }

    /** The model first, then its row: a row says that the model is there. */
    private void add(int epoch, Evaluation evaluation) throws IOException {
        double distance = distance(evaluation);
        boolean better = best.isBetter(distance);
        if (better) {
            best.replace(distance);
        }
        table.append(epoch, evaluation.results());
        messages.accept(String.format(
                Locale.ROOT,
                "epoch %d: %s %.3f%s",
                epoch,
                FrechetDistance.NAME,
                distance,
                better ? ", the best so far" : ""));
    }

    private static double distance(Evaluation evaluation) {
        return evaluation.results().stream()
                .filter(result -> result.name().equals(FrechetDistance.NAME))
                .mapToDouble(MetricResult::value)
                .findFirst()
                .orElseThrow();
    }
}
