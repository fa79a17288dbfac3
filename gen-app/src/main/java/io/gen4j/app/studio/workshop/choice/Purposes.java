package io.gen4j.app.studio.workshop.choice;

import com.fasterxml.jackson.databind.JsonNode;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The models by what they do for people. Models of other makers are offered to draw anything like the pictures. */
final class Purposes {

    private static final String CONDITIONAL = "conditional";
    private static final String CGAN = "cgan";
    private static final Set<String> NOT_ALIKE = Set.of(CGAN, "ae");

    private Purposes() {}

    /**
     * A purpose, with the models that serve it.
     *
     * @param id ask, like or reconstruct
     * @param needsLabels whether the pictures must have labels
     * @param choices the first one is recommended
     */
    record Purpose(String id, boolean needsLabels, List<Choice> choices) {}

    /**
     * A model for a purpose.
     *
     * @param model the family's name
     * @param settings that the purpose needs
     */
    record Choice(String model, Map<String, Object> settings) {}

    static List<Purpose> all() {
        return List.of(
                new Purpose(
                        "ask",
                        true,
                        known(List.of(new Choice("dcgan", Map.of(CONDITIONAL, true)), new Choice(CGAN, Map.of())))),
                new Purpose("like", false, alike()),
                new Purpose(
                        "reconstruct", false, known(List.of(new Choice("vae", Map.of()), new Choice("ae", Map.of())))));
    }

    private static List<Choice> alike() {
        List<Choice> choices = new ArrayList<>(known(List.of(
                new Choice("dcgan", Map.of(CONDITIONAL, false)),
                new Choice("gan", Map.of()),
                new Choice("vae", Map.of()))));
        for (ModelFamily<?> family : ModelFamilies.all()) {
            boolean isListed = choices.stream().anyMatch(each -> each.model().equals(family.name()));
            if (!isListed && !NOT_ALIKE.contains(family.name())) {
                choices.add(new Choice(family.name(), Map.of()));
            }
        }
        return choices;
    }

    private static List<Choice> known(List<Choice> choices) {
        List<String> names = ModelFamilies.all().stream().map(ModelFamily::name).toList();
        return choices.stream().filter(each -> names.contains(each.model())).toList();
    }

    /** Whether a model with these settings draws by label. */
    static boolean takesLabels(String model, JsonNode settings) {
        return model.equals(CGAN) || settings.path(CONDITIONAL).asBoolean();
    }
}
