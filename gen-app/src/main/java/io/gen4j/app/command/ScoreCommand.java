package io.gen4j.app.command;

import io.gen4j.Checks;
import io.gen4j.EncoderModel;
import io.gen4j.anomaly.AnomalyDetection;
import io.gen4j.anomaly.ImageScore;
import io.gen4j.anomaly.ImageScorer;
import io.gen4j.app.console.MetricProgressLine;
import io.gen4j.app.option.DataOptions;
import io.gen4j.app.option.NewFile;
import io.gen4j.app.option.RunOption;
import io.gen4j.data.ImageDataset;
import io.gen4j.file.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
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
        Checks.requireWithin("calibrate", calibrate, 1, MAX_COUNT);
        Checks.requireWithin("draws", draws, 1, 1_000_000);
        NewFile.require(out);
        PrintWriter messages = spec.commandLine().getErr();
        try (EncoderModel model = run.loadEncoder(spec.name())) {
            DataOptions.Images images = data.readFor(model, run.directory(), messages);
            if (images.notice() != null) {
                messages.println("gen: " + images.notice());
            }
            boolean[] normalLabels = normalLabels(images.train());
            ImageScorer scorer = new ImageScorer(model, draws, model.config().seed());
            MetricProgressLine progress = new MetricProgressLine(messages, System.console() != null);
            double threshold = AnomalyDetection.threshold(
                    values(scorer.score(normalImages(images.train(), normalLabels), progress)), quantile);
            ImageDataset judged = images.test() == null ? images.train() : images.test();
            List<ImageScore> scores = scorer.score(judged.limit(Math.min(count, judged.size())), progress);
            write(scores, judged.labelNames(), threshold);
            report(scores, normalLabels, threshold);
        }
        return 0;
    }

    /** The labels of normal images; empty if the user names none. */
    private boolean[] normalLabels(ImageDataset images) {
        boolean[] labels =
                new boolean[normal.isEmpty() ? 0 : images.labelNames().size()];
        for (String name : normal) {
            int index = images.labelNames().indexOf(name);
            if (index < 0) {
                throw new IllegalArgumentException("--normal is " + name + ": " + images.name() + " has "
                        + (images.labelNames().isEmpty()
                                ? "no labels"
                                : "the labels " + String.join(", ", images.labelNames())));
            }
            labels[index] = true;
        }
        return labels;
    }

    private ImageDataset normalImages(ImageDataset images, boolean[] normalLabels) {
        int[] chosen = IntStream.range(0, images.size())
                .filter(i -> normalLabels.length == 0 || normalLabels[images.label(i)])
                .limit(calibrate)
                .toArray();
        if (chosen.length == 0) {
            throw new IllegalArgumentException("--normal is " + String.join(",", normal) + ": no training image of "
                    + images.name() + " has that label");
        }
        return images.select(chosen);
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

    private void report(List<ImageScore> scores, boolean[] normalLabels, double threshold) {
        PrintWriter printed = spec.commandLine().getOut();
        long above = scores.stream().filter(score -> score.value() > threshold).count();
        String kind = Double.isNaN(scores.get(0).negativeLogLikelihood())
                ? "reconstruction_mse"
                : "negative_log_likelihood_nats";
        printed.printf(
                Locale.ROOT,
                "threshold %.6g of %s (quantile %s): %d of %d images above%n",
                threshold,
                kind,
                quantile,
                above,
                scores.size());
        if (normalLabels.length > 0) {
            boolean[] anomalous = new boolean[scores.size()];
            for (int i = 0; i < anomalous.length; i++) {
                anomalous[i] = !normalLabels[scores.get(i).label()];
            }
            AnomalyDetection detection = AnomalyDetection.of(values(scores), anomalous);
            printed.printf(
                    Locale.ROOT,
                    "anomalies: ROC area %.4f, average precision %.4f%n",
                    detection.rocArea(),
                    detection.averagePrecision());
        }
        printed.println("wrote " + out);
    }

    private static double[] values(List<ImageScore> scores) {
        return scores.stream().mapToDouble(ImageScore::value).toArray();
    }
}
