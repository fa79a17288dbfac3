package io.gen4j.nn.device.internal;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The product of two layers of one input: a layer and its gate (Dauphin et al. 2017, arXiv:1612.08083). */
final class GatePass implements LayerPass {

    private final NetworkPass values;
    private final NetworkPass gate;
    private final INDArray output;
    private final INDArray outputGradient;
    private final INDArray byGate;

    /** @param values and {@code gate} have the same input, and outputs of the same shape */
    GatePass(NetworkPass values, NetworkPass gate, DeviceArrays arrays) {
        this.values = values;
        this.gate = gate;
        this.output = arrays.zeros(values.outputs().shape());
        this.outputGradient = arrays.zeros(output.shape());
        this.byGate = arrays.zeros(values.features().shape());
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
        values.forward(program);
        gate.forward(program);
        program.times(values.outputs(), gate.outputs(), output);
    }

    @Override
    public void backward(Program program, @Nullable Gradients gradients, @Nullable INDArray inputGradient) {
        program.times(outputGradient, gate.outputs(), values.outputGradient());
        program.times(outputGradient, values.outputs(), gate.outputGradient());
        values.backward(program, gradients, inputGradient);
        gate.backward(program, gradients, inputGradient == null ? null : byGate);
        if (inputGradient != null) {
            program.plus(inputGradient, byGate, inputGradient);
        }
    }

    @Override
    public LayerPass linearized(INDArray direction, INDArray directionGradient) {
        throw new UnsupportedOperationException("a network with a gate has no second derivatives here");
    }
}
