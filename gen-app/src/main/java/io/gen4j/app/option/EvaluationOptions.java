package io.gen4j.app.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.Checks;
import io.gen4j.EvaluationData;
import io.gen4j.GenerativeModel;
import io.gen4j.MetricProgress;
import io.gen4j.TrainingListener;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.source.DataCache;
import io.gen4j.file.InvalidDataException;
import io.gen4j.metric.ImageReference;
import io.gen4j.metric.feature.FeatureCache;
import io.gen4j.run.PeriodicEvaluation;
import io.gen4j.run.RunDirectory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for evaluations during a training. */
public final class EvaluationOptions {

    /** The part of a run's record. */
    public static final String RECORD = "evaluation";

    private static final int MAX_EVERY = 1_000_000;
    private static final int LEAST_IMAGES = 4;
    private static final int MAX_COUNT = 1_000_000;
    private static final int DEFAULT_COUNT = 2000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--every",
            paramLabel = "N",
            description =
                    "Measure how good the images are every N epochs and after the last. Writes quality.csv, and keeps "
                            + "the best model so far as best.zip. Default: never.")
    private @Nullable Integer every;

    @Option(
            names = "--every-count",
            paramLabel = "N",
            description = "Images to draw for each measurement of --every; default 2000.")
    private @Nullable Integer count;

    /**
     * The schedule of evaluations.
     *
     * @param every epochs from one evaluation to the next; 0 for none
     * @param count images to draw for each
     */
    public record Schedule(int every, int count) {

        /** No evaluation. */
        public static final Schedule NEVER = new Schedule(0, 0);

        /** As a run's record has it. */
        public static Schedule of(JsonNode record) throws InvalidDataException {
            try {
                return record.isMissingNode() ? NEVER : JSON.treeToValue(record, Schedule.class);
            } catch (JsonProcessingException e) {
                throw new InvalidDataException("the run's " + RECORD + " cannot be used: " + record, e);
            }
        }

        /** The evaluation of a training, which prepares itself when the training starts. */
        public Watch open(
                GenerativeModel model,
                SourceImages images,
                RunDirectory run,
                Map<String, String> environment,
                MetricProgress progress,
                Consumer<String> messages)
                throws IOException {
            if (every == 0) {
                return new Watch(List.of());
            }
            long seed = model.config().seed();
            EvaluationData data = ReferenceData.of(images, 1, seed, progress, messages);
            return new Watch(List.of(new LateEvaluation(
                    () -> FeatureCache.of(DataCache.of(environment), messages).get(data.train(), progress),
                    extractor -> new PeriodicEvaluation(
                            model,
                            new ImageReference(data, extractor),
                            every,
                            count,
                            run.quality(),
                            run.best(),
                            messages))));
        }
    }

    /** The evaluation of a training. Close it after the training. */
    public static final class Watch implements AutoCloseable {

        private final List<LateEvaluation> evaluations;

        private Watch(List<LateEvaluation> evaluations) {
            this.evaluations = evaluations;
        }

        /** Follow the training; none if there is no evaluation. */
        public List<TrainingListener> listeners() {
            return List.copyOf(evaluations);
        }

        @Override
        public void close() {
            evaluations.forEach(LateEvaluation::close);
        }
    }

    /**
     * The schedule of the options.
     *
     * @param train images to learn from
     * @throws IllegalArgumentException if a number lies outside its range, or there are too few images
     */
    public Schedule schedule(ImageDataset train) {
        return schedule(train, Schedule.NEVER);
    }

    /** As {@link #schedule(ImageDataset)}, with {@code base} for omitted options. */
    public Schedule schedule(ImageDataset train, Schedule base) {
        int epochs = every == null ? base.every() : every;
        if (epochs == 0) {
            if (every != null || count != null) {
                throw new IllegalArgumentException(
                        every == null ? "--every-count needs --every" : "--every is 0: must be 1 to " + MAX_EVERY);
            }
            return Schedule.NEVER;
        }
        int images = count != null ? count : base.every() == 0 ? DEFAULT_COUNT : base.count();
        Checks.requireWithin("every", epochs, 1, MAX_EVERY);
        Checks.requireWithin("every-count", images, 2, MAX_COUNT);
        if (train.size() < LEAST_IMAGES) {
            throw new IllegalArgumentException(
                    "--every needs at least " + LEAST_IMAGES + " images, and " + train.name() + " has " + train.size());
        }
        return new Schedule(epochs, images);
    }
}
