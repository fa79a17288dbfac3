package io.gen4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gen4j.GenerativeModel;
import io.gen4j.ModelConfigs;
import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.device.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The differences between a run's record and a training that resumes it. A resumed run may have other epochs and another
 * learning rate. Another machine is allowed, with a message that results may differ. Each change is recorded under {@code
 * changes}, with the last update before it.
 */
final class RunChanges {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHANGES = "changes";
    private static final String EPOCHS = "epochs";
    private static final String LEARNING_RATE = "learningRate";
    private static final String DISCRIMINATOR_LEARNING_RATE = "discriminatorLearningRate";
    private static final Set<String> CHANGEABLE = Set.of(EPOCHS, LEARNING_RATE, DISCRIMINATOR_LEARNING_RATE);
    private static final double SAME_FACTOR = 1e-9;

    private static final String BLAS = "GEN_BLAS";

    /** What earlier versions had, which do not name it. */
    private static final Map<String, String> ONLY = Map.of(BLAS, "openblas", Engine.VARIABLE, Engine.HOST.text());

    /** Parts of a machine's record on which results depend to the last bit. */
    private static final Set<String> BIT_RELEVANT = Set.of(
            "cpu",
            "gen4j.threads",
            BLAS,
            Engine.VARIABLE,
            "OMP_NUM_THREADS",
            "OPENBLAS_CORETYPE",
            "org.bytedeco.javacpp.platform.extension");

    /** One setting that changed. */
    private record Change(String setting, JsonNode from, JsonNode to) {}

    private final List<Change> settings = new ArrayList<>();
    private final List<Change> machine = new ArrayList<>();

    /**
     * Compares a record with a training.
     *
     * @param recorded the content of {@code config.json}
     * @param current the record that this training would write
     * @throws InvalidDataException if another setting than the changeable ones differs
     */
    RunChanges(ObjectNode recorded, ObjectNode current, GenerativeModel model) throws InvalidDataException {
        JsonNode before = completed(recorded, model);
        JsonNode now = current.path("config");
        boolean sameFamily = recorded.path("family").equals(current.path("family"));
        if (!sameFamily || !compare(before, now)) {
            throw new InvalidDataException("the run trains a "
                    + recorded.path("family").asText() + " with the settings " + before + ": it cannot go on with a "
                    + model.family() + " with the settings " + now);
        }
        requireOneFactor(before, now);
        for (String name : BIT_RELEVANT) {
            addIfChanged(name, machine(recorded, name), machine(current, name), machine);
        }
    }

    /** An entry of the machine's record. Runs of versions that knew only OpenBLAS, or one engine, do not name it. */
    private static JsonNode machine(ObjectNode record, String name) {
        JsonNode entry = record.path("machine").path(name);
        String only = ONLY.get(name);
        return only != null && entry.isMissingNode() ? TextNode.valueOf(only) : entry;
    }

    /** The recorded settings, with today's defaults for settings that an older version did not know. */
    private static JsonNode completed(ObjectNode recorded, GenerativeModel model) throws InvalidDataException {
        try {
            return ModelConfigs.toJson(ModelConfigs.with(model.config(), recorded.path("config")));
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException("the run's settings cannot be used: " + e.getMessage(), e);
        }
    }

    private boolean compare(JsonNode before, JsonNode now) {
        boolean allowed = true;
        for (var setting : now.properties()) {
            JsonNode old = before.path(setting.getKey());
            if (!old.equals(setting.getValue())) {
                allowed &= CHANGEABLE.contains(setting.getKey());
                settings.add(new Change(setting.getKey(), old, setting.getValue()));
            }
        }
        return allowed && before.size() == now.size();
    }

    /** All optimisers have their rates changed by one factor, as {@link io.gen4j.Trainer#scaleLearningRate} does. */
    private static void requireOneFactor(JsonNode before, JsonNode now) throws InvalidDataException {
        double own = before.path(DISCRIMINATOR_LEARNING_RATE).asDouble();
        double expected = own * learningRateFactor(before, now);
        double found = now.path(DISCRIMINATOR_LEARNING_RATE).asDouble();
        if (Math.abs(found - expected) > SAME_FACTOR * expected) {
            throw new InvalidDataException("the run's " + DISCRIMINATOR_LEARNING_RATE + " is " + own
                    + ": it can only change by the same factor as " + LEARNING_RATE + ", to " + expected);
        }
    }

    private static double learningRateFactor(JsonNode before, JsonNode now) {
        double old = before.path(LEARNING_RATE).asDouble();
        return old == 0 ? 1 : now.path(LEARNING_RATE).asDouble() / old;
    }

    private static void addIfChanged(String name, JsonNode from, JsonNode to, List<Change> list) {
        if (!from.isMissingNode() && !from.equals(to)) {
            list.add(new Change(name, from, to.isMissingNode() ? JSON.nullNode() : to));
        }
    }

    /** The factor for the learning rates of the checkpoint. */
    double learningRateFactor() {
        return settings.stream()
                .filter(change -> change.setting().equals(LEARNING_RATE))
                .mapToDouble(change -> change.to().asDouble() / change.from().asDouble())
                .findFirst()
                .orElse(1);
    }

    /** Reports in one line that results will differ, if they will. */
    void tell(long step, Consumer<String> messages) {
        if (!machine.isEmpty()) {
            StringBuilder line = new StringBuilder("from step " + (step + 1) + " on, this run has");
            String separator = " ";
            for (Change change : machine) {
                line.append(separator).append(change.setting()).append(' ').append(text(change.to()));
                line.append(" instead of ").append(text(change.from()));
                separator = ", ";
            }
            messages.accept(
                    line + ": its results can differ in their last bits from those of a run without the change");
        }
    }

    private static String text(JsonNode value) {
        return value.asText().isEmpty() ? "none" : value.asText();
    }

    /**
     * Adds the changes to a record, and takes over the new values.
     *
     * @param step the last update before them
     * @return whether there are any
     */
    boolean addTo(ObjectNode record, ObjectNode current, long step) {
        ArrayNode list = record.withArray("/" + CHANGES);
        List<Change> all = new ArrayList<>(settings);
        all.addAll(machine);
        for (Change change : all) {
            ObjectNode node = list.addObject().put("step", step).put("setting", change.setting());
            node.set("from", change.from());
            node.set("to", change.to());
        }
        if (list.isEmpty()) {
            record.remove(CHANGES);
        }
        record.set("config", current.path("config"));
        if (!machine.isEmpty()) {
            record.set("machine", current.path("machine"));
        }
        return !all.isEmpty();
    }
}
