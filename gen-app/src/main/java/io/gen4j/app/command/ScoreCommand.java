package io.gen4j.app.command;

import io.gen4j.Checks;
import io.gen4j.EncoderModel;
import io.gen4j.anomaly.AnomalyDetection;
import io.gen4j.anomaly.ImageScore;
import io.gen4j.app.console.MetricProgressLine;
import io.gen4j.app.option.DataOptions;
import io.gen4j.app.option.NewFile;
import io.gen4j.app.option.RunOption;
import io.gen4j.app.option.SourceImages;
import io.gen4j.app.report.AnomalyScoring;
import io.gen4j.data.ImageDataset;
import io.gen4j.file.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code gen score}, which scores how unusual images are. */
@Command(
        name = "score",
        description =
                "Scores images by an autoencoder: how unlike they are to those that it learnt from. Scores the test "
                        + "images where the data has them; training images give the threshold.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  gen score --run runs/vae-20260101-120000 --out scores.csv",
            "  gen score --run runs/vae-20260101-120000 --normal 1 --quantile 0.99 --out scores.csv"
        })
public final class ScoreCommand implements Callable<Integer> {

    private static final int MAX_COUNT = 10_000_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOption run;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--normal",
            paramLabel = "LABEL[,LABEL…]",
            split = ",",
            description = "The labels of normal images. The others are anomalies, and ROC and average precision are "
                    + "measured.")
    private List<String> normal = List.of();

    @Option(
            names = "--quantile",
            paramLabel = "Q",
            defaultValue = "0.95",
            description = "The share of normal training images below the threshold; default ${DEFAULT-VALUE}.")
    private double quantile;

    @Option(
            names = "--calibrate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Training images that give the threshold; default ${DEFAULT-VALUE}.")
    private int calibrate;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "" + MAX_COUNT,
            description = "Score the first N images only.")
    private int count;

    @Option(
            names = "--draws",
            paramLabel = "K",
            defaultValue = "50",
            description = "Latents per image for the bounds on the likelihood; default ${DEFAULT-VALUE}.")
    private int draws;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The scores as CSV; must not exist yet.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        Checks.requireWithin("count", count, 1, MAX_COUNT);
        AnomalyScoring scoring = new AnomalyScoring(normal, quantile, calibrate, draws);
        NewFile.require(out);
        PrintWriter messages = spec.commandLine().getErr();
        try (EncoderModel model = run.loadEncoder(spec.name())) {
            SourceImages images = data.readFor(model, run.directory(), messages);
            images.tellNotice(messages);
            ImageDataset judged = images.test() == null ? images.train() : images.test();
            AnomalyScoring.Scored scored = scoring.score(
                    model,
                    images.train(),
                    judged.limit(Math.min(count, judged.size())),
                    new MetricProgressLine(messages, System.console() != null));
            if (!normal.isEmpty() && scored.detection() == null) {
                throw new IllegalArgumentException("--normal is " + String.join(",", normal) + ": the "
                        + scored.scores().size()
                        + " scored images are all normal or all anomalies, and both are needed");
            }
            write(scored.scores(), judged.labelNames(), scored.threshold());
            report(scored);
        }
        return 0;
    }

    private void write(List<ImageScore> scores, List<String> labelNames, double threshold) throws IOException {
        StringBuilder csv = new StringBuilder(
                "image,label,reconstruction_mse,negative_elbo_nats,negative_log_likelihood_nats,above_threshold\n");
        for (ImageScore score : scores) {
            csv.append(score.image())
                    .append(',')
                    .append(score.label() < 0 ? "" : cell(labelNames.get(score.label())))
                    .append(',')
                    .append(score.reconstructionError())
                    .append(',')
                    .append(cell(score.negativeElbo()))
                    .append(',')
                    .append(cell(score.negativeLogLikelihood()))
                    .append(',')
                    .append(score.value() > threshold)
                    .append('\n');
        }
        AtomicFile.create(out, stream -> stream.write(csv.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String cell(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    /** Quotes a text for CSV, as RFC 4180 specifies. */
    private static String cell(String text) {
        return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private void report(AnomalyScoring.Scored scored) {
        PrintWriter printed = spec.commandLine().getOut();
        printed.printf(
                Locale.ROOT,
                "threshold %.6g of %s (quantile %s): %d of %d images above%n",
                scored.threshold(),
                scored.measure(),
                quantile,
                scored.above(),
                scored.scores().size());
        AnomalyDetection detection = scored.detection();
        if (detection != null) {
            printed.printf(
                    Locale.ROOT,
                    "anomalies: ROC area %.4f, average precision %.4f%n",
                    detection.rocArea(),
                    detection.averagePrecision());
        }
        printed.println("wrote " + out);
    }
}
