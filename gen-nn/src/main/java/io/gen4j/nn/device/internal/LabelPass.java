package io.gen4j.nn.device.internal;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Puts columns for the label behind the features: its embedding, or the one-hot label itself. */
final class LabelPass implements LayerPass {

    private final DeviceArrays arrays;
    private final INDArray features;
    private final INDArray labels;
    private final @Nullable INDArray table;
    private final INDArray embedded;
    private final INDArray output;
    private final INDArray outputGradient;

    /**
     * @param labels one-hot, {@code [n, labels]}
     * @param table the embedding, {@code [labels, width]}; null to join the one-hot label
     */
    LabelPass(INDArray features, INDArray labels, @Nullable INDArray table, DeviceArrays arrays) {
        this.arrays = arrays;
        this.features = features;
        this.labels = labels;
        this.table = table;
        long n = features.size(0);
        this.embedded = table == null ? labels : arrays.zeros(n, table.size(1));
        long width = features.size(1) + embedded.size(1);
        this.output = arrays.zeros(n, width);
        this.outputGradient = arrays.zeros(n, width);
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
        if (table != null) {
            program.matrixProduct(labels, false, table, false, embedded);
        }
        program.join(features, embedded, output);
    }

    @Override
    public void backward(Program program, @Nullable Gradients gradients, @Nullable INDArray inputGradient) {
        long width = features.size(1);
        if (table != null && gradients != null) {
            INDArray gradient = DeviceArrays.columns(outputGradient, width, output.size(1));
            program.matrixProduct(labels, true, gradient, false, gradients.by(table));
        }
        if (inputGradient != null) {
            program.assign(DeviceArrays.columns(outputGradient, 0, width), inputGradient);
        }
    }

    /** A label has no direction, so its columns are 0. */
    @Override
    public LayerPass linearized(INDArray direction, INDArray directionGradient) {
        return new LabelPass(direction, arrays.zeros(direction.size(0), embedded.size(1)), null, arrays);
    }
}
