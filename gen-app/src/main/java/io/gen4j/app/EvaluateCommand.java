package io.gen4j.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.data.DataCache;
import io.gen4j.data.ImageDataset;
import io.gen4j.metric.ClassifierCache;
import io.gen4j.metric.ClassifierTraining;
import io.gen4j.metric.Evaluation;
import io.gen4j.metric.EvaluationData;
import io.gen4j.metric.Evaluator;
import io.gen4j.metric.GeneratedImages;
import io.gen4j.metric.ImageClassifier;
import io.gen4j.metric.ImageMetric;
import io.gen4j.metric.ImageReference;
import io.gen4j.metric.ModelMetric;
import io.gen4j.model.Checks;
import io.gen4j.model.GenerativeModel;
import io.gen4j.train.RunDirectory;
import io.gen4j.train.RunRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.ArgGroup;
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
final class EvaluateCommand implements Callable<Integer> {

    private static final int MAX_COUNT = 1_000_000;
    private static final int MAX_DRAWS = 100_000;

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Judged judged = new Judged();

    /** What is judged. */
    static final class Judged {
        @Option(names = "--run", paramLabel = "DIR", description = "A run's directory, or a model.zip alone.")
        private @Nullable Path run;

        @Option(
                names = "--images",
                paramLabel = "F.npy",
                description = "Images instead of a model: float, [n, channels, height, width] or [n, pixels].")
        private @Nullable Path images;
    }

    @Mixin
    private ImageFileOptions files;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many images to judge, at most; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed draws the same images; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--draws",
            paramLabel = "K",
            defaultValue = "500",
            description = "Latents an image where a likelihood is estimated; default ${DEFAULT-VALUE}.")
    private int draws;

    @Option(names = "--metrics", paramLabel = "NAME", split = ",", description = "Only these; default: all that apply.")
    private List<String> metrics = List.of();

    @Option(
            names = "--floors",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Measure as many real images too, which shows how good a figure can be; doubles the time; "
                    + "default: yes.")
    private boolean floors;

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

    EvaluateCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        Checks.requireWithin("count", count, 2, MAX_COUNT);
        Checks.requireWithin("draws", draws, 1, MAX_DRAWS);
        Nd4j.getMemoryManager().togglePeriodicGc(false);
        if (judged.run == null) {
            return judge(null);
        }
        try (GenerativeModel model = RunOption.load(judged.run)) {
            return judge(model);
        }
    }

    private int judge(@Nullable GenerativeModel model) throws IOException {
        List<ImageMetric> imageMetrics = chosen(model);
        PrintWriter messages = spec.commandLine().getErr();
        DataOptions.Images real = real(model, messages);
        if (real.notice() != null) {
            messages.println("gen: " + real.notice());
        }
        EvaluationData evaluationData = evaluationData(real, messages);
        ImageDataset images =
                model == null ? files.read(judged.images, real.train(), count) : draw(model, real.train());
        @Nullable ImageClassifier classifier = classifier(evaluationData, imageMetrics, messages);
        try {
            ImageReference reference = new ImageReference(evaluationData, classifier);
            Evaluator evaluator = new Evaluator(imageMetrics);
            Evaluation evaluation =
                    floors ? evaluator.judgeWithFloors(images, reference) : evaluator.judge(images, reference);
            if (model != null) {
                evaluation = evaluation.and(Evaluator.judge(modelMetrics(model), evaluationData));
            }
            return report(evaluation, images, reference, model);
        } finally {
            if (classifier != null) {
                classifier.close();
            }
        }
    }

    /** The run's own data, unless the options say otherwise. */
    private DataOptions.Images real(@Nullable GenerativeModel model, PrintWriter messages) throws IOException {
        if (model == null) {
            return data.read(ConfigFile.empty(), seed, null, messages);
        }
        if (data.isOpen() && Files.isDirectory(judged.run)) {
            RunDirectory run = RunDirectory.open(judged.run);
            if (Files.exists(run.config())) {
                RunRecord record = RunRecord.read(run.config());
                if (record.get(DataSource.RECORD).isObject()) {
                    return DataSource.recorded(run, record)
                            .read(environment, model.config().seed(), messages);
                }
            }
        }
        return data.read(
                ConfigFile.empty(), model.config().seed(), model.spec().shape().height(), messages);
    }

    private int report(
            Evaluation evaluation, ImageDataset images, ImageReference reference, @Nullable GenerativeModel model)
            throws IOException {
        EvaluationReport report = new EvaluationReport(evaluation);
        ObjectNode record = report.record(images, reference, model, seed);
        PrintWriter printed = spec.commandLine().getOut();
        if (json) {
            printed.println(record.toPrettyString());
        } else {
            report.print(printed);
        }
        @Nullable Path directory = directory();
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

    private @Nullable Path directory() {
        return out != null ? out : judged.run != null && Files.isDirectory(judged.run) ? judged.run : null;
    }

    private EvaluationData evaluationData(DataOptions.Images real, PrintWriter messages) {
        MetricProgressLine progress = new MetricProgressLine(messages, System.console() != null);
        if (real.test() != null) {
            return new EvaluationData(real.train(), real.test(), draws, seed, progress);
        }
        messages.println("gen: " + real.train().name()
                + " has no test images: one image in seven stands in for them, which the model may have learnt from");
        return EvaluationData.split(real.train(), draws, seed, progress);
    }

    private ImageDataset draw(GenerativeModel model, ImageDataset real) {
        DataOptions.requireFits(model, real);
        return GeneratedImages.draw(model, count, seed);
    }

    private @Nullable ImageClassifier classifier(EvaluationData real, List<ImageMetric> needed, PrintWriter messages)
            throws IOException {
        if (needed.isEmpty() || real.train().labelNames().size() < 2) {
            return null;
        }
        return ClassifierCache.of(DataCache.of(environment), line -> messages.println("gen: " + line))
                .get(real.train(), ClassifierTraining.DEFAULT, real.progress());
    }

    private List<ImageMetric> chosen(@Nullable GenerativeModel model) {
        if (metrics.isEmpty()) {
            return Evaluator.IMAGE_METRICS;
        }
        List<String> known = new ArrayList<>(
                Evaluator.IMAGE_METRICS.stream().map(ImageMetric::name).toList());
        if (model != null) {
            model.metrics().forEach(metric -> known.add(metric.name()));
        }
        for (String name : metrics) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "--metrics is " + name + ": choose among " + String.join(", ", known));
            }
        }
        return Evaluator.IMAGE_METRICS.stream()
                .filter(metric -> metrics.contains(metric.name()))
                .toList();
    }

    private List<ModelMetric> modelMetrics(GenerativeModel model) {
        Stream<ModelMetric> all = model.metrics().stream();
        return all.filter(metric -> metrics.isEmpty() || metrics.contains(metric.name()))
                .toList();
    }
}
