package io.gen4j.app.bench;

import io.gen4j.GenerativeModel;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Floating-point operations that one image of a training costs, at the least. */
final class TrainingCost {

    private TrainingCost() {}

    /**
     * Of a pass forward, one back for the weights and one back for the inputs, all at the same cost. In an adversarial
     * step, the discriminator learns from a real and a fake image and then passes a gradient on; the generator draws
     * twice and learns once. No gradient is needed by what comes in from outside.
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
            return sum;
        }
        NetworkCost discriminator = NetworkCost.of(networks.get("discriminator"), pixels, labels);
        NetworkCost generator = NetworkCost.of(networks.get("generator"), model.latentSize(), labels);
        double discriminatorUpdate = 2 * (3 * discriminator.forward() - discriminator.first()) + generator.forward();
        double generatorUpdate = 2 * discriminator.forward() + 3 * generator.forward() - generator.first();
        return discriminatorUpdate + generatorUpdate;
    }
}
