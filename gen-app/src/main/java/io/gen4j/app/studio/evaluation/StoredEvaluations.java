package io.gen4j.app.studio.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.app.studio.runs.EvaluationFiles;
import io.gen4j.app.table.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The evaluations in a run's directory, {@code metrics.json}, {@code metrics-2.json} and so on. */
final class StoredEvaluations {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_FILES = 100;
    private static final int MAX_TEXT = 500;
    private static final int MAX_ITEMS = 200;

    private StoredEvaluations() {}

    /**
     * A stored evaluation. A damaged file has a problem, and no metrics.
     *
     * @param file its name
     * @param measured in UTC; empty if unknown
     * @param model last, best or a checkpoint's name; empty if unknown
     * @param seeds of the images
     * @param images how many were judged
     * @param data that they were judged by
     * @param basis figures compare only if this is equal: checksums of the data and the features
     * @param metrics the figures
     * @param skipped what could not be measured
     * @param problem why the file cannot be read; null if it can
     */
    record Evaluation(
            String file,
            String measured,
            String model,
            List<String> seeds,
            long images,
            String data,
            String basis,
            List<Metric> metrics,
            List<Skipped> skipped,
            @Nullable String problem) {}

    /**
     * One figure.
     *
     * @param value null if it is not a finite number
     * @param floor the figure of as many real images; null if unknown
     * @param standardError null if unknown
     */
    record Metric(
            String name,
            @Nullable Double value,
            String unit,
            @Nullable Double floor,
            @Nullable Double standardError,
            List<String> notes) {}

    /** A metric without a figure. */
    record Skipped(String metric, String reason) {}

    /** Reads a run's evaluations, the newest first. */
    static List<Evaluation> of(Path run) throws IOException {
        List<Evaluation> all = new ArrayList<>();
        for (Path file :
                EvaluationFiles.newestFirst(run).stream().limit(MAX_FILES).toList()) {
            all.add(read(file));
        }
        return all;
    }

    private static Evaluation read(Path file) {
        String name = file.getFileName().toString();
        try {
            JsonNode json = JSON.readTree(RegularFile.read(file, MAX_BYTES));
            return json.path("metrics").isArray() ? of(name, json) : damaged(name, name + " holds no evaluation");
        } catch (IOException e) {
            return damaged(name, name + " is damaged or cannot be read");
        }
    }

    private static Evaluation damaged(String name, String problem) {
        return new Evaluation(name, "", "", List.of(), 0, "", "", List.of(), List.of(), problem);
    }

    private static Evaluation of(String name, JsonNode json) {
        List<Metric> metrics = new ArrayList<>();
        for (JsonNode metric : json.path("metrics")) {
            if (metrics.size() < MAX_ITEMS) {
                metrics.add(metric(metric));
            }
        }
        List<Skipped> skipped = new ArrayList<>();
        for (JsonNode each : json.path("skipped")) {
            if (skipped.size() < MAX_ITEMS) {
                skipped.add(new Skipped(text(each.path("metric")), text(each.path("reason"))));
            }
        }
        String basis =
                text(json.at("/train/sha256")) + text(json.at("/test/sha256")) + text(json.at("/features/sha256"));
        return new Evaluation(
                name,
                text(json.path("measured")),
                text(json.path("model")),
                seeds(json),
                Math.max(0, json.at("/images/count").asLong()),
                text(json.at("/test/name")),
                basis,
                metrics,
                skipped,
                null);
    }

    private static List<String> seeds(JsonNode json) {
        if (json.has("seed")) {
            return List.of(text(json.path("seed")));
        }
        return json.path("seeds").findValuesAsText("seed").stream()
                .limit(MAX_ITEMS)
                .toList();
    }

    private static Metric metric(JsonNode json) {
        List<String> notes = new ArrayList<>();
        json.path("notes").forEach(note -> notes.add(text(note)));
        return new Metric(
                text(json.path("name")),
                number(json.path("value")),
                text(json.path("unit")),
                number(json.path("floor")),
                number(json.path("standard_error")),
                notes);
    }

    private static @Nullable Double number(JsonNode node) {
        return node.isNumber() && Double.isFinite(node.doubleValue()) ? Double.valueOf(node.doubleValue()) : null;
    }

    private static String text(JsonNode node) {
        String text = node.asText();
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
