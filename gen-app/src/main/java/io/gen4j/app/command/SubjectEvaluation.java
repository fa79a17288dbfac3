package io.gen4j.app.command;

import io.gen4j.EvaluationData;
import io.gen4j.GenerativeModel;
import io.gen4j.MetricProgress;
import io.gen4j.app.console.MetricProgressLine;
import io.gen4j.app.option.ConfigFile;
import io.gen4j.app.option.DataOptions;
import io.gen4j.app.option.EvaluatedImagesOptions;
import io.gen4j.app.option.MetricOptions;
import io.gen4j.app.option.ReferenceData;
import io.gen4j.app.report.EvaluatedSubject;
import io.gen4j.app.report.EvaluationReport;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.source.DataCache;
import io.gen4j.metric.Evaluation;
import io.gen4j.metric.Evaluator;
import io.gen4j.metric.ImageMetric;
import io.gen4j.metric.ImageReference;
import io.gen4j.metric.feature.FeatureCache;
import io.gen4j.metric.feature.FeatureExtractor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates one run or one file of images, once per seed. */
final class SubjectEvaluation {

    private final EvaluatedImagesOptions judged;
    private final MetricOptions metrics;
    private final DataOptions data;
    private final Map<String, String> environment;
    private final PrintWriter messages;

    /** @param messages receives progress, and one line per possible surprise */
    SubjectEvaluation(
            EvaluatedImagesOptions judged,
            MetricOptions metrics,
            DataOptions data,
            Map<String, String> environment,
            PrintWriter messages) {
        this.judged = judged;
        this.metrics = metrics;
        this.data = data;
        this.environment = environment;
        this.messages = messages;
    }

    /** Evaluates the images in a file. */
    EvaluatedSubject ofFile(Path file) throws IOException {
        DataOptions.Images images = data.read(ConfigFile.empty(), judged.seeds().get(0), null, messages);
        line("data: " + images.description() + (data.isGiven() ? ", from --data" : ", since --data names none"));
        return evaluate(file.toString(), null, images, null);
    }

    /** Evaluates a run. */
    EvaluatedSubject ofRun(Path run) throws IOException {
        Path directory = judged.directory(run);
        try (GenerativeModel model = judged.load(run)) {
            return evaluate(name(run), model, data.readFor(model, directory, messages), directory);
        }
    }

    private static String name(Path run) {
        Path name = run.toAbsolutePath().normalize().getFileName();
        return name == null ? run.toString() : name.toString();
    }

    private EvaluatedSubject evaluate(
            String name, @Nullable GenerativeModel model, DataOptions.Images real, @Nullable Path directory)
            throws IOException {
        if (real.notice() != null) {
            line(real.notice());
        }
        MetricProgress progress = new MetricProgressLine(messages, System.console() != null);
        EvaluationData first =
                ReferenceData.of(real, metrics.draws(), judged.seeds().get(0), progress, this::line);
        List<ImageMetric> ofImages = metrics.ofImages();
        @Nullable ImageDataset images = ofImages.isEmpty() ? null : judged.images(model, first.train(), first.seed());
        @Nullable FeatureExtractor extractor = images == null ? null : extractor(first, images, ofImages);
        try {
            EvaluationReport report = new EvaluationReport(model, images, new ImageReference(first, extractor));
            for (long seed : judged.seeds()) {
                EvaluationData seeded =
                        new EvaluationData(first.train(), first.test(), first.draws(), seed, first.progress());
                ImageDataset drawn =
                        images == null || seed == first.seed() ? images : judged.images(model, first.train(), seed);
                report.add(seed, evaluate(model, drawn, new ImageReference(seeded, extractor), ofImages));
            }
            return report.subject(name, directory);
        } finally {
            if (extractor != null) {
                extractor.close();
            }
        }
    }

    private void line(String text) {
        messages.println("gen: " + text);
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
        return FeatureCache.of(DataCache.of(environment), this::line).get(real.train(), real.progress());
    }
}
