package io.gen4j;

import io.gen4j.runtime.internal.RangeScan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Stops a training when a loss or a weight is infinite or NaN. Call it yourself if you call {@link Trainer#step} in a
 * loop of your own.
 *
 * <p>{@link TrainingLoop} and {@link TrainingSteps} use it. They check the losses after each update, or those on a
 * device with the weights. They check the weights after every 100th update and at the end of each epoch, before any
 * listener is called.
 */
public final class DivergenceCheck {

    private static final int WEIGHTS_INTERVAL = 100;

    private DivergenceCheck() {}

    /** The updates whose losses are still to be checked, since they may be on a device. */
    static final class Losses {

        private final List<TrainingStep> unchecked = new ArrayList<>();

        /**
         * Checks the losses of an update if they are on the host. After every 100th update, checks those of all updates,
         * and the weights.
         */
        void afterUpdate(TrainingStep step, Trainer trainer) {
            unchecked.add(step);
            boolean due = step.step() % WEIGHTS_INTERVAL == 0;
            if (due || step.metrics().isRead()) {
                requireFinite(trainer);
            }
            if (due) {
                requireFiniteWeights(trainer);
            }
        }

        /** Checks the losses of all updates. */
        void requireFinite(Trainer trainer) {
            List<TrainingStep> steps = List.copyOf(unchecked);
            unchecked.clear();
            steps.forEach(step -> DivergenceCheck.requireFinite(step, trainer));
        }
    }

    private static void requireFinite(TrainingStep step, Trainer trainer) {
        Metrics metrics = step.metrics();
        for (int i = 0; i < metrics.names().size(); i++) {
            if (!Double.isFinite(metrics.value(i))) {
                throw new DivergedException("step " + step.step() + ": "
                        + metrics.names().get(i) + " is " + metrics.value(i) + badWeights(trainer.model()));
            }
        }
    }

    /**
     * Checks every weight of the trainer's model.
     *
     * @throws DivergedException if a weight is infinite or NaN
     */
    public static void requireFiniteWeights(Trainer trainer) {
        String bad = badWeights(trainer.model());
        if (!bad.isEmpty()) {
            throw new DivergedException("step " + trainer.steps() + bad.replaceFirst(",", ":"));
        }
    }

    private static String badWeights(GenerativeModel model) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, ComputationGraph> network : model.networks().entrySet()) {
            if (!RangeScan.isFinite(network.getValue().params())) {
                text.append(", the ").append(network.getKey()).append(" has weights that are not finite in ");
                text.append(firstBad(network.getValue()));
            }
        }
        return text.toString();
    }

    private static String firstBad(ComputationGraph graph) {
        return graph.paramTable().entrySet().stream()
                .filter(parameter -> !RangeScan.isFinite(parameter.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("some layer");
    }
}
