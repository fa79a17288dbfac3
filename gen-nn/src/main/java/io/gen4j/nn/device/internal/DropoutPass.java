package io.gen4j.nn.device.internal;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Dropout in place (Srivastava et al. 2014), by a mask of 0 and 1 / (1 - p) that the host draws. */
final class DropoutPass implements LayerPass {

    private final INDArray mask;
    private final INDArray values;
    private final INDArray gradient;

    DropoutPass(INDArray mask, INDArray values, INDArray gradient) {
        this.mask = mask;
        this.values = values;
        this.gradient = gradient;
    }

    @Override
    public INDArray output() {
        return values;
    }

    @Override
    public INDArray outputGradient() {
        return gradient;
    }

    @Override
    public void forward(Program program) {
        program.times(values, mask, values);
    }

    @Override
    public void backward(Program program, @Nullable Gradients gradients, @Nullable INDArray inputGradient) {
        program.times(gradient, mask, gradient);
    }

    @Override
    public LayerPass linearized(INDArray direction, INDArray directionGradient) {
        return new DropoutPass(mask, direction, directionGradient);
    }
}
