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
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code gen evaluate} found, for people and for programs. */
public final class EvaluationReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Evaluation evaluation;

    public EvaluationReport(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /** A table: a row a figure, its notes below. */
    public void print(PrintWriter out) {
        out.printf(Locale.ROOT, "%-28s %12s %12s %8s  %s%n", "", "value", "real images", "images", "unit");
        for (MetricResult result : evaluation.results()) {
            out.printf(
                    Locale.ROOT,
                    "%-28s %12.4f %12s %8d  %s%n",
                    result.name(),
                    result.value(),
                    result.floor() == null ? "" : String.format(Locale.ROOT, "%.4f", result.floor()),
                    result.images(),
                    result.unit());
            result.notes().forEach(note -> out.println("    " + note));
        }
        evaluation.skipped().forEach(skipped -> out.println("skipped " + skipped.metric() + ": " + skipped.reason()));
        out.flush();
    }

    /**
     * All of it, and what it was measured with.
     *
     * @param images that were judged; null for none
     * @param model that was judged; null for images alone
     */
    public ObjectNode record(
            @Nullable ImageDataset images, ImageReference reference, @Nullable GenerativeModel model, long seed) {
        ObjectNode record = JSON.createObjectNode();
        if (model != null) {
            record.put("family", model.family());
            record.set("config", ModelConfigs.toJson(model.config()));
        }
        if (images != null) {
            describe(images, record.putObject("images"));
        }
        record.put("seed", seed);
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
        addResults(record.putArray("metrics"));
        ArrayNode skipped = record.putArray("skipped");
        evaluation
                .skipped()
                .forEach(
                        each -> skipped.addObject().put("metric", each.metric()).put("reason", each.reason()));
        record.set("versions", JSON.valueToTree(Versions.all()));
        record.put("measured", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return record;
    }

    private void addResults(ArrayNode metrics) {
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

    /** Writes {@code metrics.json}, or under the next free number. */
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
