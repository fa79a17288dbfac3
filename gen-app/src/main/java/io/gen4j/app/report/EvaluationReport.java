package io.gen4j.app.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.GenerativeModel;
import io.gen4j.MetricResult;
import io.gen4j.ModelConfigs;
import io.gen4j.app.console.Versions;
import io.gen4j.data.ImageDataset;
import io.gen4j.file.AtomicFile;
import io.gen4j.metric.Evaluation;
import io.gen4j.metric.ImageReference;
import io.gen4j.metric.feature.FeatureExtractor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The evaluation of one run or one file of images, as a table and as JSON. It covers one or several seeds. */
public final class EvaluationReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final @Nullable GenerativeModel model;
    private final @Nullable ImageDataset images;
    private final ImageReference reference;
    private final Map<Long, Evaluation> bySeed = new LinkedHashMap<>();

    /**
     * Creates a report without figures.
     *
     * @param model the evaluated model; null for images alone
     * @param images images of the first seed; null for none
     */
    public EvaluationReport(@Nullable GenerativeModel model, @Nullable ImageDataset images, ImageReference reference) {
        this.model = model;
        this.images = images;
        this.reference = reference;
    }

    /** Adds the figures of one seed. */
    public void add(long seed, Evaluation evaluation) {
        bySeed.put(seed, evaluation);
    }

    /**
     * The result of all added figures.
     *
     * @param directory the directory of the run; null if there is none
     */
    public EvaluatedSubject subject(String name, @Nullable Path directory) {
        Evaluation mean = Evaluation.mean(List.copyOf(bySeed.values()));
        @Nullable FeatureExtractor extractor = reference.extractor();
        String features = extractor == null
                ? "Features: none were needed."
                : "Features: " + extractor.description() + " of "
                        + reference.train().name() + ", SHA-256 "
                        + extractor.checksum().substring(0, 8) + ".";
        String basis = reference.train().checksum()
                + reference.test().checksum()
                + (extractor == null ? "" : extractor.checksum());
        return new EvaluatedSubject(name, mean, record(mean), directory, features, basis);
    }

    /** Prints a table with one row per figure and the notes below. */
    public static void print(EvaluatedSubject subject, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%-28s %12s %12s %12s %8s  %s%n",
                "",
                "value",
                "std. error",
                "real images",
                "images",
                "unit");
        for (MetricResult result : subject.evaluation().results()) {
            out.printf(
                    Locale.ROOT,
                    "%-28s %12.4f %12s %12s %8d  %s%n",
                    result.name(),
                    result.value(),
                    optional(result.standardError()),
                    optional(result.floor()),
                    result.images(),
                    result.unit());
            result.notes().forEach(note -> out.println("    " + note));
        }
        out.println(subject.features());
        subject.evaluation()
                .skipped()
                .forEach(skipped -> out.println("skipped " + skipped.metric() + ": " + skipped.reason()));
        out.flush();
    }

    private static String optional(@Nullable Double value) {
        return value == null ? "" : String.format(Locale.ROOT, "%.4f", value);
    }

    private ObjectNode record(Evaluation mean) {
        ObjectNode record = JSON.createObjectNode();
        if (model != null) {
            record.put("family", model.family());
            record.set("config", ModelConfigs.toJson(model.config()));
        }
        if (images != null) {
            describe(images, record.putObject("images"));
        }
        if (bySeed.size() == 1) {
            record.put("seed", bySeed.keySet().iterator().next());
        } else {
            addSeeds(record.putArray("seeds"));
        }
        describe(reference.train(), record.putObject("train"));
        describe(reference.test(), record.putObject("test"));
        @Nullable FeatureExtractor extractor = reference.extractor();
        if (extractor != null) {
            ObjectNode features = record.putObject("features")
                    .put("network", extractor.description())
                    .put("sha256", extractor.checksum());
            if (reference.classifier() != null) {
                features.put(
                        "test_accuracy", reference.classified(reference.test()).accuracy());
            }
        }
        addResults(mean, record.putArray("metrics"));
        ArrayNode skipped = record.putArray("skipped");
        mean.skipped()
                .forEach(
                        each -> skipped.addObject().put("metric", each.metric()).put("reason", each.reason()));
        record.set("versions", JSON.valueToTree(Versions.all()));
        record.put("measured", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return record;
    }

    /** The figures per seed. */
    private void addSeeds(ArrayNode seeds) {
        bySeed.forEach((seed, evaluation) -> {
            ObjectNode node = seeds.addObject().put("seed", seed);
            evaluation.results().forEach(result -> node.put(result.name(), result.value()));
        });
    }

    private static void addResults(Evaluation evaluation, ArrayNode metrics) {
        for (MetricResult result : evaluation.results()) {
            ObjectNode metric = metrics.addObject()
                    .put("name", result.name())
                    .put("value", result.value())
                    .put("unit", result.unit())
                    .put("images", result.images());
            if (result.floor() != null) {
                metric.put("floor", result.floor());
            }
            if (result.standardError() != null) {
                metric.put("standard_error", result.standardError());
            }
            metric.set("notes", JSON.valueToTree(result.notes()));
        }
    }

    private static void describe(ImageDataset data, ObjectNode node) {
        node.put("name", data.name())
                .put("count", data.size())
                .put("shape", data.shape().toString())
                .put("sha256", data.checksum());
    }

    /** Writes {@code metrics.json}. If the file exists, the next free number goes into the name. */
    public static Path write(ObjectNode record, Path directory) throws IOException {
        Path file = directory.resolve("metrics.json");
        for (int i = 2; Files.exists(file); i++) {
            file = directory.resolve("metrics-" + i + ".json");
        }
        byte[] text = (record.toPrettyString() + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
        AtomicFile.create(file, out -> out.write(text));
        return file;
    }
}
