package io.gen4j.run;

import io.gen4j.Trainer;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.TrainingStep;
import io.gen4j.runtime.HostMemory;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Ends a training whose numbers have gone bad, by a {@link DivergedException}: looks at the losses after each update, at the
 * weights every so many updates. Stands first among the listeners, so that nothing is written of what came of it.
 */
public final class DivergenceWatch implements TrainingListener {

    private static final int BLOCK = 4096;

    private final int interval;
    private TrainingLoop loop;

    /** @param interval updates from one look at all weights to the next, at least 1 */
    public DivergenceWatch(int interval) {
        this.interval = interval;
    }

    @Override
    public void started(TrainingLoop newLoop) {
        loop = newLoop;
    }

    @Override
    public void stepped(TrainingStep step) {
        for (int i = 0; i < step.metrics().names().size(); i++) {
            if (!Double.isFinite(step.metrics().value(i))) {
                throw new DivergedException(
                        "step " + step.step() + ": " + step.metrics().names().get(i) + " is "
                                + step.metrics().value(i) + weights(loop.trainer()));
            }
        }
        if (step.step() % interval == 0) {
            requireFinite(loop.trainer());
        }
    }

    /** @throws DivergedException if a weight is infinite or no number */
    void requireFinite(Trainer trainer) {
        String bad = weights(trainer);
        if (!bad.isEmpty()) {
            throw new DivergedException("step " + trainer.steps() + bad.replaceFirst(",", ":"));
        }
    }

    private static String weights(Trainer trainer) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, ComputationGraph> network :
                trainer.model().networks().entrySet()) {
            if (!isFinite(network.getValue().params())) {
                text.append(", the ").append(network.getKey()).append(" has weights that are no numbers in ");
                text.append(firstBad(network.getValue()));
            }
        }
        return text.toString();
    }

    private static String firstBad(ComputationGraph graph) {
        return graph.paramTable().entrySet().stream()
                .filter(parameter -> !isFinite(parameter.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("some layer");
    }

    private static boolean isFinite(INDArray array) {
        float[] block = new float[BLOCK];
        for (long start = 0; start < array.length(); start += BLOCK) {
            int length = (int) Math.min(BLOCK, array.length() - start);
            HostMemory.read(array, start, block, length);
            float sum = 0;
            for (int i = 0; i < length; i++) {
                // 0 for every finite number, and no number for any other.
                sum += 0f * block[i];
            }
            if (Float.isNaN(sum)) {
                return false;
            }
        }
        return true;
    }
}
