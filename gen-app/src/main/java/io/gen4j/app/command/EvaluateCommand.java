package io.gen4j.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.gen4j.GenerativeModel;
import io.gen4j.app.console.MetricProgressLine;
import io.gen4j.app.option.ConfigFile;
import io.gen4j.app.option.DataOptions;
import io.gen4j.app.option.EvaluatedImagesOptions;
import io.gen4j.app.option.MetricChoice;
import io.gen4j.app.option.MetricOptions;
import io.gen4j.app.option.SourceImages;
import io.gen4j.app.report.EvaluatedSubject;
import io.gen4j.app.report.EvaluationReport;
import io.gen4j.app.report.EvaluationTable;
import io.gen4j.app.report.SubjectEvaluation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** The command {@code gen evaluate}, which computes metrics of runs and of image files. */
@Command(
        name = "evaluate",
        description = "Measures how good the images of a model or several are, or images in a file, by real ones. Most"
                + " figures compare features: those of a classifier trained on the data, or of an encoder where"
                + " the data has no labels. That network is trained at the first use and kept in the data cache.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Examples:",
            "  gen evaluate --run runs/gan-20260101-120000",
            "  gen evaluate runs/gan-20260101-120000 runs/dcgan-20260101-130000 --seeds 1,2,3",
            "  gen evaluate --images samples.npy --labels labels.npy --metrics gan_test"
        })
public final class EvaluateCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

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
                    "Where to write metrics.json; default: each run's directory. An older one is kept: the new one "
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
        List<EvaluatedSubject> subjects = evaluate();
        print(subjects);
        boolean skipped = false;
        for (EvaluatedSubject subject : subjects) {
            @Nullable Path directory = out != null ? out : subject.directory();
            if (directory != null) {
                spec.commandLine().getErr().println("wrote " + EvaluationReport.write(subject.record(), directory));
            }
            skipped |= !subject.evaluation().skipped().isEmpty();
        }
        if (strict && skipped) {
            spec.commandLine().getErr().println("gen: skipped something, and --strict is set");
            return ExitCode.SOFTWARE;
        }
        return ExitCode.OK;
    }

    private List<EvaluatedSubject> evaluate() throws IOException {
        MetricChoice choice = metrics.choice();
        PrintWriter messages = spec.commandLine().getErr();
        @Nullable Path file = judged.file();
        if (file != null) {
            choice.check(null);
            SourceImages images = data.read(ConfigFile.empty(), judged.seeds().get(0), null, messages);
            messages.println("gen: data: " + images.description()
                    + (data.isGiven() ? ", from --data" : ", since --data names none"));
            return List.of(evaluation(choice, null).evaluate(file.toString(), null, images, null));
        }
        // Checks all subjects first, so that a mistake in the last one does not cost the work on the others.
        for (Path run : judged.runs()) {
            try (GenerativeModel model = judged.load(run)) {
                choice.check(model);
            }
        }
        if (judged.hasFittedPrior()) {
            messages.println(
                    "gen: images are drawn from a fitted prior; bounds on the likelihood are of the model's own");
        }
        List<EvaluatedSubject> subjects = new ArrayList<>();
        for (Path run : judged.runs()) {
            Path directory = judged.directory(run);
            try (GenerativeModel model = judged.load(run)) {
                EvaluatedSubject subject = evaluation(choice, directory)
                        .evaluate(name(run), model, data.readFor(model, directory, messages), directory);
                if (judged.hasFittedPrior()) {
                    subject.record().put("prior", "fitted");
                }
                subject.record().put("model", judged.modelName(run));
                subjects.add(subject);
            }
        }
        return subjects;
    }

    private SubjectEvaluation evaluation(MetricChoice choice, @Nullable Path directory) {
        PrintWriter messages = spec.commandLine().getErr();
        return new SubjectEvaluation(
                choice,
                judged.seeds(),
                (model, real, seed) -> judged.images(model, directory, real, seed),
                environment,
                new MetricProgressLine(messages, System.console() != null),
                text -> messages.println("gen: " + text));
    }

    private static String name(Path run) {
        Path name = run.toAbsolutePath().normalize().getFileName();
        return name == null ? run.toString() : name.toString();
    }

    private void print(List<EvaluatedSubject> subjects) {
        PrintWriter printed = spec.commandLine().getOut();
        if (json) {
            ArrayNode all = JSON.createArrayNode();
            subjects.forEach(subject -> all.add(subject.record()));
            printed.println(all.size() == 1 ? all.get(0).toPrettyString() : all.toPrettyString());
        } else if (subjects.size() == 1) {
            EvaluationReport.print(subjects.get(0), printed);
        } else {
            new EvaluationTable(subjects).print(printed);
        }
    }
}
