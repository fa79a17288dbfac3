package io.gen4j.app.studio;

import com.fasterxml.jackson.databind.JsonNode;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.app.table.CsvReader;
import io.gen4j.app.table.CsvTable;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run as its directory shows it.
 *
 * @param id the directory's name
 * @param directory where it lies
 * @param record what {@code config.json} holds
 */
record StoredRun(String id, RunDirectory directory, JsonNode record) {

    /** The settings, by name. */
    JsonNode config() {
        return record.path("config");
    }

    boolean hasModel() {
        return Files.isRegularFile(directory.model());
    }

    CsvTable metrics() throws IOException {
        return CsvReader.readAll(directory.metrics());
    }

    CsvTable evaluation() throws IOException {
        return CsvReader.readAll(directory.evaluation());
    }

    CsvTable quality() throws IOException {
        return CsvReader.readAll(directory.quality());
    }

    /** The pictures of all epochs, in their order. */
    List<Picture> pictures() throws IOException {
        try (Stream<Path> files = Files.list(directory.samples())) {
            return files.flatMap(file -> Picture.of(id, file).stream())
                    .sorted(Comparator.comparingInt(Picture::epoch).thenComparing(Picture::kind))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    RunSummary summary() throws IOException {
        CsvTable metrics = metrics();
        JsonNode model = record.path("model");
        JsonNode images = record.path(record.has("data") ? "data" : "images");
        int[] shape = shape(images.path("shape").asText());
        List<String> labels = new ArrayList<>();
        images.path("labels").forEach(label -> labels.add(label.asText()));
        return new RunSummary(
                id,
                family(),
                familyDescription(),
                status().name().toLowerCase(Locale.ROOT),
                whole(metrics, "epoch"),
                config().path("epochs").asLong(),
                whole(metrics, "step"),
                record.path("written").asText(),
                images.path("name").asText(),
                shape[0],
                shape[1],
                shape[2],
                labels,
                model.path("conditional").asBoolean(),
                model.path("encoder").asBoolean(),
                model.path("latentSize").asInt(),
                hasModel(),
                RunFigure.of(metrics, evaluation(), quality()),
                newestGrid());
    }

    RunStatus status() throws IOException {
        return RunStatus.of(directory).orElse(hasModel() ? RunStatus.FINISHED : RunStatus.STOPPED);
    }

    private String family() {
        return record.path("family").asText();
    }

    private String familyDescription() {
        return ModelFamilies.all().stream()
                .filter(family -> family.name().equals(family()))
                .map(ModelFamily::description)
                .findFirst()
                .orElse("");
    }

    /** What the model drew last; real images are none. */
    private @Nullable String newestGrid() throws IOException {
        return pictures().stream()
                .filter(picture -> picture.epoch() > 0 && !picture.kind().startsWith("reconst"))
                .reduce((earlier, later) -> later)
                .map(Picture::url)
                .orElse(null);
    }

    /** The last number of a column; 0 if there is none yet. */
    private static long whole(CsvTable table, String column) {
        return table.last(column).map(Number::longValue).orElse(0L);
    }

    private static int[] shape(String text) {
        String[] sides = text.matches("\\d{1,5}x\\d{1,5}x\\d{1,5}") ? text.split("x") : new String[] {"0", "0", "0"};
        return Stream.of(sides).mapToInt(Integer::parseInt).toArray();
    }
}
