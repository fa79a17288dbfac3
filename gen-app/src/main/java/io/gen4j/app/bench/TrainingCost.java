package io.gen4j.app.bench;

import io.gen4j.GenerativeModel;
import io.gen4j.nn.graph.InferenceGraph;
import io.gen4j.vae.VaeConfig;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The floating-point operations of training, per image, if each product of a layer's sums is computed. */
final class TrainingCost {

    private TrainingCost() {}

    /**
     * Computes the cost. The forward pass, the pass back to the weights and the pass back to the inputs cost the same.
     * In an adversarial step, the discriminator learns from a real and a fake image and then passes a gradient on. The
     * generator draws twice and learns once. The input of a network needs no gradient.
     */
    static double perImage(GenerativeModel model) {
        Map<String, ComputationGraph> networks = model.networks();
        int labels = model.spec().labelNames().size();
        int pixels = model.spec().shape().size();
        if (!networks.containsKey("discriminator")) {
            double sum = 0;
            for (ComputationGraph network : networks.values()) {
                NetworkCost cost = NetworkCost.of(network, pixels, labels);
                sum += 3 * cost.forward() - cost.first();
            }
            return sum + priorPerImage(model, pixels, labels);
        }
        NetworkCost discriminator = NetworkCost.of(networks.get("discriminator"), pixels, labels);
        NetworkCost generator = NetworkCost.of(networks.get("generator"), model.latentSize(), labels);
        double discriminatorUpdate = 2 * (3 * discriminator.forward() - discriminator.first()) + generator.forward();
        double generatorUpdate = 2 * discriminator.forward() + 3 * generator.forward() - generator.first();
        return discriminatorUpdate + generatorUpdate;
    }

    /** A learnt prior encodes all of its pseudo-inputs in each update, and the gradients reach their pixels. */
    private static double priorPerImage(GenerativeModel model, int pixels, int labels) {
        if (!(model.config() instanceof VaeConfig config) || config.prior() != VaeConfig.Prior.VAMP) {
            return 0;
        }
        InferenceGraph encoder = model.inferenceGraphs().stream()
                .filter(task -> task.name().equals("encoder"))
                .findFirst()
                .orElseThrow();
        return 3 * NetworkCost.of(encoder, pixels, labels).forward() * config.pseudoInputs() / config.batchSize();
    }
}
