package io.gen4j.adversarial;

import io.gen4j.checkpoint.State;
import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.ParameterGradients;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Spectral normalisation of a network (Miyato et al. 2018, arXiv:1802.05957). Every pass runs on W / s(W). Here s(W) is
 * the largest singular value of a layer's weights, as a matrix {@code [outputs, rest]}. One step of power iteration per
 * update estimates it. Let u and v be the singular vectors, and G the gradient with respect to W / s. The gradient with
 * respect to W is then (G - sum(G * W / s) u v') / s.
 *
 * <p>The optimiser moves the weights before the division, and the model file holds them.
 */
public final class SpectralNormalization implements WeightConstraint {

    private final Map<String, SpectralWeights> layers = new LinkedHashMap<>();

    /**
     * Normalises the weights of every layer, including embeddings. Biases and batch normalisation stay unchanged.
     *
     * @param random source of the initial vectors of power iteration
     */
    public SpectralNormalization(GraphParameters parameters, RandomGenerator random) {
        for (String layer : parameters.weightedLayers()) {
            layers.put(layer, new SpectralWeights(parameters, layer, random));
        }
    }

    /** The unit vector u of each layer by name, not copied. It persists between updates. */
    public Map<String, float[]> vectors() {
        Map<String, float[]> vectors = new LinkedHashMap<>();
        layers.forEach((name, weights) -> vectors.put(name, weights.left()));
        return vectors;
    }

    @Override
    public void beforePasses() {
        layers.values().forEach(SpectralWeights::normalize);
    }

    @Override
    public void afterPasses(ParameterGradients parameterGradients) {
        Objects.requireNonNull(parameterGradients, "parameterGradients");
        layers.values().forEach(SpectralWeights::restore);
        if (parameterGradients != ParameterGradients.SKIP) {
            layers.values().forEach(SpectralWeights::backward);
        }
    }

    @Override
    public void save(State state) {
        Objects.requireNonNull(state, "state");
        vectors().forEach(state::put);
    }

    @Override
    public void restore(State state) throws InvalidDataException {
        for (Map.Entry<String, float[]> vector : vectors().entrySet()) {
            state.read(vector.getKey(), vector.getValue());
        }
    }
}
