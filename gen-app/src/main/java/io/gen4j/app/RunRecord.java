package io.gen4j.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.Sha256;
import io.gen4j.file.AtomicFile;
import io.gen4j.model.ConditionalModel;
import io.gen4j.model.EncoderModel;
import io.gen4j.model.GenerativeModel;
import io.gen4j.model.ModelConfigs;
import io.gen4j.runtime.CpuFeatures;
import io.gen4j.runtime.NativeSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Everything needed to repeat a run, as JSON. */
final class RunRecord {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RunRecord() {}

    static void write(Path file, GenerativeModel model, DataOptions.Images images) throws IOException {
        ObjectNode record = newRecord(model);
        ObjectNode data = record.putObject("data");
        describe(images.train(), data);
        if (images.notice() != null) {
            data.put("notice", images.notice());
        }
        finish(record, "started", file);
    }

    /** For a model that was not trained here, but made of weights in some files. */
    static void writeImported(Path file, GenerativeModel model, List<Path> weights) throws IOException {
        ObjectNode record = newRecord(model);
        ObjectNode images = record.putObject("images");
        images.put("shape", model.spec().shape().toString());
        images.set("labels", JSON.valueToTree(model.spec().labelNames()));
        ArrayNode list = record.putArray("weights");
        for (Path each : weights) {
            list.addObject().put("file", each.toString()).put("sha256", Sha256.of(each));
        }
        finish(record, "imported", file);
    }

    private static ObjectNode newRecord(GenerativeModel model) {
        ObjectNode record = JSON.createObjectNode();
        record.put("family", model.family());
        record.set("config", ModelConfigs.toJson(model.config()));
        ObjectNode kind = record.putObject("model");
        kind.put("latentSize", model.latentSize());
        kind.put("conditional", model instanceof ConditionalModel);
        kind.put("encoder", model instanceof EncoderModel);
        return record;
    }

    private static void finish(ObjectNode record, String when, Path file) throws IOException {
        record.set("versions", JSON.valueToTree(Versions.all()));
        describeMachine(record.putObject("machine"));
        record.put(when, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        AtomicFile.replace(
                file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(record) + System.lineSeparator());
    }

    private static void describe(ImageDataset data, ObjectNode node) {
        node.put("name", data.name());
        node.put("images", data.size());
        node.put("shape", data.shape().toString());
        node.set("labels", JSON.valueToTree(data.labelNames()));
        node.put("sha256", data.checksum());
    }

    private static void describeMachine(ObjectNode node) {
        node.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        node.put("cpu", CpuFeatures.detect().model());
        node.put("processors", Runtime.getRuntime().availableProcessors());
        NativeSettings.choices().forEach(choice -> node.put(choice.name(), choice.value()));
    }
}
