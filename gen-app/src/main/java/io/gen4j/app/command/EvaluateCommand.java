package io.gen4j.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.EvaluationData;
import io.gen4j.GenerativeModel;
import io.gen4j.app.console.MetricProgressLine;
import io.gen4j.app.option.ConfigFile;
import io.gen4j.app.option.DataOptions;
import io.gen4j.app.option.EvaluatedImagesOptions;
import io.gen4j.app.option.MetricOptions;
import io.gen4j.app.option.ReferenceData;
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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gen evaluate}. */
@Command(
        name = "evaluate",
        description =
                "Measures how good a model is, or images from anywhere, by real ones. The figures that rest on what "
                        + "is in an image come from a classifier that is trained on the data first, and kept beside them.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Examples:",
            "  gen evaluate --run runs/gan-20260101-120000",
            "  gen evaluate --images samples.npy --labels labels.npy --metrics gan_test"
        })
public final class EvaluateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private EvaluatedImagesOptions judged;

    @Mixin
    private MetricOptions metrics;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where to write metrics.json; default: the run's directory. An older one is kept: the new one "
                            + "becomes metrics-2.json, and so on.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print what metrics.json holds instead of a table.")
    private boolean json;

    @Option(names = "--strict", description = "Fail if anything that applies cannot be measured.")
    private boolean strict;

    private final Map<String, String> environment;

    public EvaluateCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        judged.check();
        Nd4j.getMemoryManager().togglePeriodicGc(false);
        try (GenerativeModel model = judged.load()) {
            metrics.check(model);
            return judge(model);
        }
    }

    private int judge(@Nullable GenerativeModel model) throws IOException {
        EvaluationData real = real(model);
        List<ImageMetric> ofImages = metrics.ofImages();
        @Nullable ImageDataset images = ofImages.isEmpty() ? null : judged.images(model, real.train());
        @Nullable FeatureExtractor extractor = images == null ? null : extractor(real, images, ofImages);
        try {
            ImageReference reference = new ImageReference(real, extractor);
            Evaluation evaluation = images == null
                    ? new Evaluation(List.of(), List.of())
                    : judge(new Evaluator(ofImages), images, reference);
            if (model != null) {
                evaluation = evaluation.and(Evaluator.judge(metrics.of(model), real));
            }
            return report(evaluation, images, reference, model);
        } finally {
            if (extractor != null) {
                extractor.close();
            }
        }
    }

    private Evaluation judge(Evaluator evaluator, ImageDataset images, ImageReference reference) throws IOException {
        return metrics.floors() ? evaluator.judgeWithFloors(images, reference) : evaluator.judge(images, reference);
    }

    /** The run's own data, unless the options say otherwise. */
    private EvaluationData real(@Nullable GenerativeModel model) throws IOException {
        PrintWriter messages = spec.commandLine().getErr();
        DataOptions.Images images = model == null
                ? data.read(ConfigFile.empty(), judged.seed(), null, messages)
                : data.readFor(model, judged.directory(), messages);
        if (images.notice() != null) {
            messages.println("gen: " + images.notice());
        }
        MetricProgressLine progress = new MetricProgressLine(messages, System.console() != null);
        return ReferenceData.of(
                images, metrics.draws(), judged.seed(), progress, line -> messages.println("gen: " + line));
    }

    /** Trained only if a metric needs it. */
    private @Nullable FeatureExtractor extractor(EvaluationData real, ImageDataset images, List<ImageMetric> ofImages)
            throws IOException {
        if (ofImages.stream().noneMatch(metric -> metric.appliesTo(images) && metric.usesFeatures(real.train()))) {
            return null;
        }
        PrintWriter messages = spec.commandLine().getErr();
        return FeatureCache.of(DataCache.of(environment), line -> messages.println("gen: " + line))
                .get(real.train(), real.progress());
    }

    private int report(
            Evaluation evaluation,
            @Nullable ImageDataset images,
            ImageReference reference,
            @Nullable GenerativeModel model)
            throws IOException {
        EvaluationReport report = new EvaluationReport(evaluation);
        ObjectNode record = report.record(images, reference, model, judged.seed());
        PrintWriter printed = spec.commandLine().getOut();
        if (json) {
            printed.println(record.toPrettyString());
        } else {
            report.print(printed);
        }
        @Nullable Path directory = out != null ? out : judged.directory();
        if (directory != null) {
            Path file = EvaluationReport.write(record, directory);
            spec.commandLine().getErr().println("wrote " + file);
        }
        if (strict && !evaluation.skipped().isEmpty()) {
            spec.commandLine().getErr().println("gen: skipped something, and --strict is set");
            return ExitCode.SOFTWARE;
        }
        return ExitCode.OK;
    }
}
