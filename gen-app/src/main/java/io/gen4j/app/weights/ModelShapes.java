package io.gen4j.app.weights;

import io.gen4j.GenerativeModel;
import io.gen4j.ModelConfig;
import io.gen4j.ModelFamily;
import io.gen4j.interop.StateDict;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tensors of a generating network. This class finds them from a bounded number of models of a family. */
final class ModelShapes<C extends ModelConfig> {

    /** The limit of created models, a few times the need of the project's families. */
    private static final int MOST_MODELS = 500;

    private final ModelFamily<C> family;
    private final Map<ModelSizes<C>, Map<String, long[]>> known = new HashMap<>();

    ModelShapes(ModelFamily<C> family) {
        this.family = family;
    }

    /**
     * The shapes by name, without the network's own prefix. Empty if no such model exists, or after too many models.
     */
    Map<String, long[]> of(ModelSizes<C> sizes) {
        Map<String, long[]> shapes = known.get(sizes);
        if (shapes == null) {
            shapes = known.size() < MOST_MODELS ? made(sizes) : Map.of();
            known.put(sizes, shapes);
        }
        return shapes;
    }

    private Map<String, long[]> made(ModelSizes<C> sizes) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        try (GenerativeModel model = family.create(sizes.config(), sizes.images())) {
            for (StateDict network : model.stateDicts()) {
                if (network.generates()) {
                    int own = ForeignWeights.prefix(network).length();
                    network.tensors().forEach(tensor -> shapes.put(tensor.name().substring(own), tensor.shape()));
                }
            }
        } catch (IllegalArgumentException e) {
            return Map.of(); // These sizes do not go together.
        }
        return shapes;
    }
}
