package io.gen4j.run;

import io.gen4j.GenerativeModel;
import io.gen4j.MetricResult;
import io.gen4j.Metrics;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.data.ImageDataset;
import io.gen4j.metric.Evaluation;
import io.gen4j.metric.Evaluator;
import io.gen4j.metric.FrechetDistance;
import io.gen4j.metric.GeneratedImages;
import io.gen4j.metric.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Measures how good the model's images are, every so many epochs and after the last, and keeps the model whose images are
 * nearest to the real ones by {@link FrechetDistance}: the best generator of a run is seldom its last. Writes a CSV file, a row
 * an evaluation; the model that was kept is that of the row with the least distance. A training that goes on later takes the
 * rows that there are into account.
 */
public final class PeriodicEvaluation implements TrainingListener {

    private final GenerativeModel model;
    private final ImageReference reference;
    private final int every;
    private final int count;
    private final Path table;
    private final Path best;
    private final Consumer<String> messages;
    private double least = Double.POSITIVE_INFINITY;
    private int epochs;

    /**
     * @param reference with a classifier
     * @param every epochs from one evaluation to the next, at least 1
     * @param count images to draw for each, at least 2
     * @param table the CSV file
     * @param best the file of the model that is kept
     * @param messages hears of each evaluation, in one line
     * @throws IllegalArgumentException if there is no classifier, or a number lies outside its range
     */
    public PeriodicEvaluation(
            GenerativeModel model,
            ImageReference reference,
            int every,
            int count,
            Path table,
            Path best,
            Consumer<String> messages) {
        if (reference.classifier() == null) {
            throw new IllegalArgumentException(
                    reference.train().name() + " has no labels: evaluating while training needs them");
        }
        if (every < 1 || count < 2) {
            throw new IllegalArgumentException("evaluating every " + every + " epochs, by " + count
                    + " images: must be every 1 or more, by at least 2");
        }
        this.model = model;
        this.reference = reference;
        this.every = every;
        this.count = count;
        this.table = table;
        this.best = best;
        this.messages = messages;
    }

    @Override
    public void started(TrainingLoop loop) throws IOException {
        epochs = loop.epochs();
        if (Files.exists(table)) {
            List<String> lines = Files.readAllLines(table);
            int column = List.of(lines.get(0).split(",")).indexOf(FrechetDistance.NAME);
            for (String line : lines.subList(1, lines.size())) {
                least = Math.min(least, Double.parseDouble(line.split(",")[column]));
            }
        }
    }

    @Override
    public void epochEnded(int epoch, Metrics mean) throws IOException {
        if (epoch % every == 0 || epoch == epochs) {
            ImageDataset images = GeneratedImages.draw(model, count, reference.seed());
            Evaluation evaluation = new Evaluator(Evaluator.QUICK_METRICS).judge(images, reference);
            append(epoch, evaluation.results());
            double distance = distance(evaluation);
            messages.accept(String.format(
                    Locale.ROOT,
                    "epoch %d: %s %.3f%s",
                    epoch,
                    FrechetDistance.NAME,
                    distance,
                    distance < least ? ", the best so far" : ""));
            if (distance < least) {
                least = distance;
                model.save(best);
            }
        }
    }

    private static double distance(Evaluation evaluation) {
        return evaluation.results().stream()
                .filter(result -> result.name().equals(FrechetDistance.NAME))
                .mapToDouble(MetricResult::value)
                .findFirst()
                .orElseThrow();
    }

    private void append(int epoch, List<MetricResult> results) throws IOException {
        if (!Files.exists(table)) {
            write("epoch," + results.stream().map(MetricResult::name).collect(Collectors.joining(",")));
        }
        write(epoch + ","
                + results.stream()
                        .map(result -> Double.toString(result.value()))
                        .collect(Collectors.joining(",")));
    }

    private void write(String line) throws IOException {
        Files.write(table, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
