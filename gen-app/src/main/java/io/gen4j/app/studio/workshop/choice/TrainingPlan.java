package io.gen4j.app.studio.workshop.choice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.Preset;
import io.gen4j.app.console.ShellWord;
import io.gen4j.app.option.PresetOption;
import io.gen4j.app.option.SettingOptions;
import io.gen4j.app.studio.http.ConflictException;
import io.gen4j.app.studio.workshop.data.BuiltinDatasets;
import io.gen4j.app.studio.workshop.data.Dataset;
import io.gen4j.app.studio.workshop.data.DatasetStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A training that could be begun: its settings are checked, and the arguments of {@code gen train} are made from the checked
 * values alone.
 *
 * @param family the model's
 * @param preset its settings start from; null for a family without presets
 * @param settings all of them, by name
 * @param base the values that the preset has, by name
 * @param source as {@code --data} takes it
 * @param images to learn from
 * @param labels their names; empty if there are none
 * @param request that it was made of
 */
public record TrainingPlan(
        ModelFamily<?> family,
        @Nullable Preset<?> preset,
        ObjectNode settings,
        ObjectNode base,
        String source,
        int images,
        List<String> labels,
        PlanRequest request) {

    /** Pictures of files become this large if nothing says otherwise, as for {@code gen train}. */
    static final int USUAL_SIDE = 28;

    /**
     * Checks a request.
     *
     * @throws IllegalArgumentException if a setting or a name is invalid
     * @throws ConflictException if the data set is damaged or does not suit
     */
    public static TrainingPlan of(PlanRequest request, DatasetStore datasets) {
        ModelFamily<?> family = ModelFamilies.all().stream()
                .filter(each -> each.name().equals(request.model()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no model \"" + shortened(request.model())
                        + "\": choose one of "
                        + String.join(
                                ", ",
                                ModelFamilies.all().stream()
                                        .map(ModelFamily::name)
                                        .toList())));
        return of(request, family, datasets);
    }

    private static <C extends ModelConfig> TrainingPlan of(
            PlanRequest request, ModelFamily<C> family, DatasetStore datasets) {
        @Nullable Preset<C> preset = preset(request, family);
        C base = preset == null ? family.defaults() : preset.config();
        ObjectNode settings = ModelConfigs.toJson(ModelConfigs.with(base, request.settings()));
        int images;
        List<String> labels;
        String source;
        if (BuiltinDatasets.isNamed(request.dataset())) {
            BuiltinDatasets.Builtin builtin = BuiltinDatasets.all().stream()
                    .filter(each -> each.id().equals(request.dataset()))
                    .findFirst()
                    .orElseThrow();
            images = builtin.pictures();
            labels = builtin.labels();
            source = builtin.id();
        } else {
            Dataset dataset = datasets.named(request.dataset());
            if (dataset.problem() != null) {
                throw new ConflictException(dataset.problem());
            }
            images = dataset.trained();
            labels = dataset.labels().stream().map(Dataset.Label::name).toList();
            source = dataset.data();
        }
        if (images == 0) {
            throw new ConflictException(
                    "the data set has no picture to learn from: set a smaller share aside for testing");
        }
        int used = request.limit() == null ? images : Math.min(images, request.limit());
        requireLabels(request.model(), settings, labels);
        return new TrainingPlan(family, preset, settings, ModelConfigs.toJson(base), source, used, labels, request);
    }

    private static <C extends ModelConfig> @Nullable Preset<C> preset(PlanRequest request, ModelFamily<C> family) {
        if (request.preset() != null && !request.preset().isEmpty()) {
            return PresetOption.named(shortened(request.preset()), family.presets());
        }
        return family.presets().isEmpty() ? null : family.presets().get(0);
    }

    private static void requireLabels(String model, JsonNode settings, List<String> labels) {
        if (Purposes.takesLabels(model, settings) && labels.isEmpty()) {
            throw new ConflictException(
                    "the pictures have no labels, and this model draws by label: set labels, or choose another model");
        }
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    /** The number of passes through the data. */
    public int epochs() {
        return settings.path("epochs").asInt();
    }

    /** The side of the images in pixels. */
    int side() {
        if (request.imageSize() != null) {
            return request.imageSize();
        }
        return preset == null || preset.imageSize() == null ? USUAL_SIDE : preset.imageSize();
    }

    /** Whether only settings that cost no time differ from the preset's. */
    boolean isAsMeasured(int measuredSide) {
        return side() == measuredSide
                && !request.rgb()
                && changed().stream().allMatch(each -> List.of("epochs", "seed").contains(each.name()));
    }

    /** The settings that differ from the preset's. */
    List<SettingOptions.Description> changed() {
        return SettingOptions.describe(family.defaults()).stream()
                .filter(each -> !settings.path(each.name()).equals(base.path(each.name())))
                .toList();
    }

    /** The arguments of {@code gen train} but for {@code --out}. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("train", family.name(), "--data=" + source));
        if (preset != null) {
            arguments.add("--preset=" + preset.name());
        }
        for (SettingOptions.Description each : changed()) {
            JsonNode value = settings.path(each.name());
            if (value.isBoolean()) {
                arguments.add(value.asBoolean() ? each.option() : each.option().replaceFirst("^--", "--no-"));
            } else {
                arguments.add(each.option() + "=" + SettingOptions.text(value));
            }
        }
        if (request.imageSize() != null) {
            arguments.add("--image-size=" + request.imageSize());
        }
        if (request.rgb()) {
            arguments.add("--rgb");
        }
        if (request.limit() != null) {
            arguments.add("--limit=" + request.limit());
        }
        return arguments;
    }

    /** The line for a terminal. */
    public String command() {
        StringBuilder line = new StringBuilder("gen");
        for (String argument : arguments()) {
            int equals = argument.indexOf('=');
            if (argument.startsWith("--") && equals > 0) {
                line.append(' ')
                        .append(argument, 0, equals)
                        .append(' ')
                        .append(ShellWord.of(argument.substring(equals + 1)));
            } else {
                line.append(' ').append(ShellWord.of(argument));
            }
        }
        return line.toString();
    }
}
