package io.gen4j.nn.device.internal;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The sum of two networks of one input: the body of a residual block and its shortcut (He et al. 2016, arXiv:1512.03385). */
final class ResidualPass implements LayerPass {

    private final NetworkPass body;
    private final NetworkPass shortcut;
    private final DeviceArrays arrays;
    private final INDArray output;
    private final INDArray outputGradient;
    private @Nullable INDArray byShortcut;

    /** @param body and {@code shortcut} have the same input, and outputs of the same shape */
    ResidualPass(NetworkPass body, NetworkPass shortcut, DeviceArrays arrays) {
        this.body = body;
        this.shortcut = shortcut;
        this.arrays = arrays;
        this.output = arrays.zeros(body.outputs().shape());
        this.outputGradient = arrays.zeros(output.shape());
    }

    @Override
    public INDArray output() {
        return output;
    }

    @Override
    public INDArray outputGradient() {
        return outputGradient;
    }

    @Override
    public void forward(Program program) {
        body.forward(program);
        shortcut.forward(program);
        program.plus(body.outputs(), shortcut.outputs(), output);
    }

    @Override
    public void backward(Program program, @Nullable Gradients gradients, @Nullable INDArray inputGradient) {
        program.assign(outputGradient, body.outputGradient());
        program.assign(outputGradient, shortcut.outputGradient());
        body.backward(program, gradients, inputGradient);
        shortcut.backward(program, gradients, inputGradient == null ? null : byShortcut());
        if (inputGradient != null) {
            program.plus(inputGradient, byShortcut(), inputGradient);
        }
    }

    private INDArray byShortcut() {
        if (byShortcut == null) {
            byShortcut = arrays.zeros(body.features().shape());
        }
        return byShortcut;
    }

    @Override
    public LayerPass linearized(INDArray direction, INDArray directionGradient) {
        return new ResidualPass(
                body.linearized(direction, directionGradient),
                shortcut.linearized(direction, directionGradient),
                arrays);
    }
}
