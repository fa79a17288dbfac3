package io.gen4j.app.report;

import io.gen4j.EvaluationData;
import io.gen4j.GenerativeModel;
import io.gen4j.MetricProgress;
import io.gen4j.app.option.MetricChoice;
import io.gen4j.app.option.ReferenceData;
import io.gen4j.app.option.SourceImages;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.source.DataCache;
import io.gen4j.metric.Evaluation;
import io.gen4j.metric.Evaluator;
import io.gen4j.metric.ImageMetric;
import io.gen4j.metric.ImageReference;
import io.gen4j.metric.feature.FeatureCache;
import io.gen4j.metric.feature.FeatureExtractor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates one model or one set of images, once per seed. Use it where figures of several seeds form one report.
 */
public final class SubjectEvaluation {

    private final MetricChoice metrics;
    private final List<Long> seeds;
    private final ImageSource source;
    private final Map<String, String> environment;
    private final MetricProgress progress;
    private final Consumer<String> messages;

    /** The source of the images that are judged. */
    @FunctionalInterface
    public interface ImageSource {

        /**
         * Draws or reads the images.
         *
         * @param model draws them; null if they come from elsewhere
         * @param real images of the same kind
         */
        ImageDataset images(@Nullable GenerativeModel model, ImageDataset real, long seed) throws IOException;
    }

    /**
     * Plans an evaluation.
     *
     * @param seeds at least one
     * @param environment names the cache of feature networks
     * @param messages receives one line per possible surprise
     */
    public SubjectEvaluation(
            MetricChoice metrics,
            List<Long> seeds,
            ImageSource source,
            Map<String, String> environment,
            MetricProgress progress,
            Consumer<String> messages) {
        this.metrics = metrics;
        this.seeds = List.copyOf(seeds);
        this.source = source;
        this.environment = environment;
        this.progress = progress;
        this.messages = messages;
    }

    /**
     * Evaluates a model or images.
     *
     * @param name in tables
     * @param model null for images alone
     * @param real the data that they are judged by
     * @param directory of the run; null if there is none
     */
    public EvaluatedSubject evaluate(
            String name, @Nullable GenerativeModel model, SourceImages real, @Nullable Path directory)
            throws IOException {
        if (real.notice() != null) {
            messages.accept(real.notice());
        }
        EvaluationData first = ReferenceData.of(real, metrics.draws(), seeds.get(0), progress, messages);
        List<ImageMetric> ofImages = metrics.ofImages();
        @Nullable ImageDataset images = ofImages.isEmpty() ? null : source.images(model, first.train(), first.seed());
        @Nullable FeatureExtractor extractor = images == null ? null : extractor(first, images, ofImages);
        try {
            EvaluationReport report = new EvaluationReport(model, images, reference(first, extractor));
            for (long seed : seeds) {
                EvaluationData seeded =
                        new EvaluationData(first.train(), first.test(), first.draws(), seed, first.progress());
                ImageDataset drawn =
                        images == null || seed == first.seed() ? images : source.images(model, first.train(), seed);
                report.add(seed, evaluate(model, drawn, reference(seeded, extractor), ofImages));
            }
            return report.subject(name, directory);
        } finally {
            if (extractor != null) {
                extractor.close();
            }
        }
    }

    private Evaluation evaluate(
            @Nullable GenerativeModel model,
            @Nullable ImageDataset images,
            ImageReference reference,
            List<ImageMetric> ofImages)
            throws IOException {
        Evaluation evaluation = new Evaluation(List.of(), List.of());
        if (images != null) {
            Evaluator evaluator = new Evaluator(ofImages);
            evaluation = metrics.floors()
                    ? evaluator.judgeWithFloors(images, reference)
                    : evaluator.judge(images, reference);
        }
        return model == null ? evaluation : evaluation.and(Evaluator.judge(metrics.of(model), reference.data()));
    }

    /** The feature extractor. Its training runs only if a metric needs it. */
    private @Nullable FeatureExtractor extractor(EvaluationData real, ImageDataset images, List<ImageMetric> ofImages)
            throws IOException {
        if (ofImages.stream().noneMatch(metric -> metric.appliesTo(images) && metric.usesFeatures(real.train()))) {
            return null;
        }
        return cache().get(real.train(), real.progress());
    }

    private ImageReference reference(EvaluationData real, @Nullable FeatureExtractor extractor) {
        return new ImageReference(real, extractor, cache());
    }

    private FeatureCache cache() {
        return FeatureCache.of(DataCache.of(environment), messages);
    }
}
