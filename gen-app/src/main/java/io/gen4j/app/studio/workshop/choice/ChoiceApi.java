package io.gen4j.app.studio.workshop.choice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.Preset;
import io.gen4j.app.option.PresetOption;
import io.gen4j.app.option.SettingOptions;
import io.gen4j.app.studio.http.Answer;
import io.gen4j.app.studio.http.ApiPaths;
import io.gen4j.app.studio.http.GatedRoutes;
import io.gen4j.app.studio.http.JsonBody;
import io.gen4j.app.studio.workshop.data.DatasetStore;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The API for what can be trained: purposes, models with all settings, plans, and the calibration of the time. */
public final class ChoiceApi {

    private static final String ROOT = ApiPaths.ROOT + "/workshop";

    private final DatasetStore datasets;
    private final Calibration calibration;

    public ChoiceApi(DatasetStore datasets, Calibration calibration) {
        this.datasets = datasets;
        this.calibration = calibration;
    }

    /** Adds the routes. */
    public void addTo(GatedRoutes routes) {
        routes.get(ROOT + "/purposes", context -> Answer.send(context, new AllPurposes(Purposes.all())));
        routes.get(ROOT + "/models", context -> Answer.send(context, models()));
        routes.ask(ROOT + "/plan", this::plan);
        routes.get(ROOT + "/calibration", context -> Answer.send(context, calibration.state()));
        routes.post(ROOT + "/calibration", this::calibrate);
    }

    private record AllPurposes(List<Purposes.Purpose> purposes) {}

    private record Models(List<Model> models) {}

    private record Model(String name, String description, List<PresetValues> presets, List<SettingField> settings) {}

    /**
     * A preset.
     *
     * @param name empty where the model has none
     * @param description in a few words
     * @param imageSize side of its images; null if they keep their size
     * @param values of all settings
     */
    private record PresetValues(
            String name, String description, @Nullable Integer imageSize, ObjectNode values) {}

    /**
     * A setting for a form.
     *
     * @param name in requests
     * @param option on the command line
     * @param help its meaning
     * @param type whole, number, boolean or choice
     * @param group the heading that it stands under; empty for the main ones
     * @param least null if there is no limit
     * @param leastOpen whether the limit itself is refused
     * @param greatest null if there is no limit
     * @param greatestOpen whether the limit itself is refused
     * @param choices of a choice; else empty
     */
    private record SettingField(
            String name,
            String option,
            String help,
            String type,
            String group,
            @Nullable Number least,
            boolean leastOpen,
            @Nullable Number greatest,
            boolean greatestOpen,
            List<String> choices) {}

    private static Models models() {
        List<Model> models = new ArrayList<>();
        for (ModelFamily<?> family : ModelFamilies.all()) {
            models.add(model(family));
        }
        return new Models(models);
    }

    private static <C extends ModelConfig> Model model(ModelFamily<C> family) {
        List<PresetValues> presets = new ArrayList<>();
        for (Preset<C> preset : family.presets()) {
            presets.add(
                    new PresetValues(preset.name(), preset.description(), preset.imageSize(), exact(preset.config())));
        }
        if (presets.isEmpty()) {
            presets.add(new PresetValues("", "", null, exact(family.defaults())));
        }
        return new Model(
                family.name(),
                family.description(),
                presets,
                SettingOptions.describe(family.defaults()).stream()
                        .map(each -> field(family.defaults(), each))
                        .toList());
    }

    /** The values, with text in place of whole numbers that a JavaScript number cannot hold. */
    private static ObjectNode exact(ModelConfig config) {
        ObjectNode values = ModelConfigs.toJson(config);
        values.properties().forEach(each -> {
            if (each.getValue().isLong() && Math.abs(each.getValue().longValue()) >= 1L << 53) {
                each.setValue(TextNode.valueOf(each.getValue().asText()));
            }
        });
        return values;
    }

    private static SettingField field(ModelConfig defaults, SettingOptions.Description setting) {
        SettingRange range = SettingRange.of(defaults, setting.name(), setting.type());
        String type = setting.type().isEnum()
                ? "choice"
                : setting.type() == boolean.class
                        ? "boolean"
                        : setting.type() == int.class || setting.type() == long.class
                                ? "whole"
                                : setting.type() == String.class ? "text" : "number";
        return new SettingField(
                setting.name(),
                setting.option(),
                setting.help(),
                type,
                setting.group(),
                range.least(),
                range.leastOpen(),
                range.greatest(),
                range.greatestOpen(),
                setting.choices());
    }

    /**
     * A plan in the API.
     *
     * @param command the line for a terminal
     * @param java a program that trains the same
     * @param images to learn from
     * @param epochs passes through them
     * @param minutes on this machine; null if it was not measured
     * @param notices one line each
     */
    private record Plan(
            String command,
            String java,
            int images,
            int epochs,
            Calibration.@Nullable Minutes minutes,
            List<String> notices) {}

    private void plan(Context context) throws IOException {
        TrainingPlan plan = TrainingPlan.of(JsonBody.read(context, PlanRequest.class), datasets);
        List<String> notices = new ArrayList<>();
        int batch = plan.settings().path("batchSize").asInt();
        if (plan.images() < batch) {
            notices.add("the data set has " + plan.images() + " pictures to learn from, and one update takes " + batch
                    + ": choose a smaller batchSize");
        }
        Answer.send(
                context,
                new Plan(
                        plan.command(),
                        JavaText.of(plan),
                        plan.images(),
                        plan.epochs(),
                        calibration.minutes(plan).orElse(null),
                        notices));
    }

    private record CalibrationRequest(
            String model, @Nullable String preset) {}

    private void calibrate(Context context) throws IOException {
        CalibrationRequest request = JsonBody.read(context, CalibrationRequest.class);
        ModelFamily<?> family = ModelFamilies.all().stream()
                .filter(each -> each.name().equals(request.model()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no such model: the list of models names them"));
        context.status(HttpStatus.ACCEPTED).json(calibration.begin(family, preset(request.preset(), family)));
    }

    private static <C extends ModelConfig> @Nullable Preset<C> preset(@Nullable String name, ModelFamily<C> family) {
        if (name == null || name.isEmpty()) {
            return family.presets().isEmpty() ? null : family.presets().get(0);
        }
        return PresetOption.named(name.length() > 60 ? name.substring(0, 60) : name, family.presets());
    }
}
