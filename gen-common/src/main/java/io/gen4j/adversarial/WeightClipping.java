package io.gen4j.adversarial;

import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.runtime.HostMemory;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A constraint that clips every weight to [-bound, bound] after each update (Arjovsky, Chintala and Bottou 2017,
 * arXiv:1701.07875, algorithm 1). Use it with the Wasserstein loss. Running statistics stay unchanged.
 */
final class WeightClipping implements WeightConstraint {

    private final List<INDArray> parameters;
    private final float bound;

    /** @param bound above 0; 0.01 in the paper */
    public WeightClipping(GraphParameters parameters, double bound) {
        this.parameters = parameters.trainable();
        this.bound = (float) bound;
    }

    @Override
    public void afterStep() {
        parameters.forEach(this::clip);
    }

    private void clip(INDArray parameter) {
        float[] values = new float[(int) parameter.length()];
        HostMemory.read(parameter, 0, values, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(-bound, Math.min(bound, values[i]));
        }
        HostMemory.write(values, parameter, 0, values.length);
    }
}
