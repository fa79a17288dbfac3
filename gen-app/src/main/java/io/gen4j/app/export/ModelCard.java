package io.gen4j.app.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.ConditionalModel;
import io.gen4j.GenerativeModel;
import io.gen4j.ModelConfigs;
import io.gen4j.data.ImageShape;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The {@code README.md} of a published model. It describes the model, its data, its quality and how to load it. */
final class ModelCard {

    private static final String RESOURCES = "/hub/";
    private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");
    private static final Pattern EVALUATION = Pattern.compile("metrics(?:-(\\d+))?\\.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final GenerativeModel model;
    private final @Nullable Path run;

    /** @param run the directory of the model's training; null if you have only the model file */
    ModelCard(GenerativeModel model, @Nullable Path run) {
        this.model = model;
        this.run = run;
    }

    /** The card as Markdown. */
    String text() throws IOException {
        ImageShape shape = model.spec().shape();
        JsonNode data = data();
        Map<String, String> values = new TreeMap<>();
        values.put("family", model.family());
        values.put("data", inline(data.path("name").asText("images of " + shape)));
        values.put("shape", shape.toString());
        values.put("black", number(model.pixelRange().toValue((byte) 0)));
        values.put("white", number(model.pixelRange().toValue((byte) 255)));
        values.put("latent", Integer.toString(model.latentSize()));
        values.put("conditional", model instanceof ConditionalModel ? " and a label" : "");
        values.put("dataTable", dataTable(data));
        values.put("settingsTable", settingsTable());
        values.put("figures", figures());
        values.put("script", script());
        return PLACE.matcher(resource("card.md"))
                .replaceAll(place -> Matcher.quoteReplacement(values.get(place.group(1))));
    }

    private JsonNode data() throws IOException {
        Path record = run == null ? null : new RunDirectory(run).config();
        return record != null && Files.isRegularFile(record)
                ? RunRecord.read(record).get("data")
                : JSON.createObjectNode();
    }

    private static String dataTable(JsonNode data) {
        if (data.isMissingNode() || data.isEmpty()) {
            return "Not recorded.";
        }
        List<String> rows = new ArrayList<>(List.of("| | |", "|---|---|"));
        for (String name : List.of("name", "images", "shape", "sha256")) {
            rows.add(row(name, data.path(name).asText()));
        }
        List<String> labels = new ArrayList<>();
        data.path("labels").forEach(label -> labels.add(label.asText()));
        if (!labels.isEmpty()) {
            rows.add(row("labels", String.join(", ", labels)));
        }
        return String.join("\n", rows);
    }

    private String settingsTable() {
        List<String> rows = new ArrayList<>(List.of("| setting | value |", "|---|---|"));
        ModelConfigs.toJson(model.config())
                .properties()
                .forEach(setting -> rows.add(
                        row("`" + setting.getKey() + "`", setting.getValue().asText())));
        return String.join("\n", rows);
    }

    private String figures() throws IOException {
        @Nullable Path file = latestEvaluation();
        if (file == null) {
            return "Not measured. `gen evaluate --run RUN` measures the model; export it again for the figures.";
        }
        JsonNode record = JSON.readTree(file.toFile());
        List<String> rows = new ArrayList<>(List.of("| metric | value | unit | images |", "|---|---|---|---|"));
        record.path("metrics")
                .forEach(metric -> rows.add(row(
                        metric.path("name").asText(),
                        String.format(Locale.ROOT, "%.4f", metric.path("value").asDouble()),
                        metric.path("unit").asText(),
                        metric.path("images").asText())));
        return String.join("\n", rows) + "\n\nMeasured against "
                + inline(record.path("test").path("name").asText()) + ", "
                + record.path("test").path("count").asInt() + " test images.";
    }

    private @Nullable Path latestEvaluation() throws IOException {
        if (run == null) {
            return null;
        }
        TreeMap<Integer, Path> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(run)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Matcher name = EVALUATION.matcher(file.getFileName().toString());
                if (name.matches()) {
                    found.put(name.group(1) == null ? 1 : Integer.parseInt(name.group(1)), file);
                }
            }
        }
        return found.isEmpty() ? null : found.lastEntry().getValue();
    }

    private String script() throws IOException {
        String family = model.family() + ".py";
        if (ModelCard.class.getResource(RESOURCES + family) == null) {
            return "`model.safetensors` holds the tensors. The classes of this model are its author's.";
        }
        String arguments = model instanceof ConditionalModel ? ", torch.arange(16) % len(labels)" : "";
        return "Run this in the directory of this file, with `torch` and `safetensors`:\n\n```python\n"
                + resource("head.py") + "\n\n" + resource(family) + "model.load_state_dict(tensors)\nmodel.eval()\n\n"
                + "with torch.no_grad():\n    images = model.generate(torch.randn(16, settings[\"latent\"])" + arguments
                + ")  # [16, pixels]\n```";
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", Stream.of(cells).map(ModelCard::inline).toList()) + " |";
    }

    /** Escapes text for a cell of a table. */
    private static String inline(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ").replace("|", "\\|");
    }

    private static String number(float value) {
        return value == Math.rint(value) ? Integer.toString((int) value) : Float.toString(value);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ModelCard.class.getResourceAsStream(RESOURCES + name)) {
            if (in == null) {
                throw new IOException("the resource " + RESOURCES + name + " is missing: the jar is damaged");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
