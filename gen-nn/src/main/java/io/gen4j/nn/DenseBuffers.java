package io.gen4j.nn;

import io.gen4j.runtime.internal.NativeArrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The arrays of a {@link DenseNetwork} for one batch size. */
final class DenseBuffers {

    private final List<DenseLayerKernel> layers;
    private final long size;
    private final INDArray[] outputs;
    private final INDArray[] gradients;
    private final INDArray inputGradient;
    private @Nullable DenseBuffers tangents;

    DenseBuffers(List<DenseLayerKernel> layers, long size) {
        this.layers = layers;
        this.size = size;
        outputs = layers.stream()
                .map(layer -> NativeArrays.zeros(size, layer.outputs()))
                .toArray(INDArray[]::new);
        gradients = layers.stream()
                .limit(layers.size() - 1L)
                .map(layer -> NativeArrays.zeros(size, layer.outputs()))
                .toArray(INDArray[]::new);
        inputGradient = NativeArrays.zeros(size, layers.get(0).inputs());
    }

    /** The output of each layer. */
    INDArray[] outputs() {
        return outputs;
    }

    /** The gradient by the output of each layer except the last. */
    INDArray[] gradients() {
        return gradients;
    }

    /** The gradient by the input of the first layer. */
    INDArray inputGradient() {
        return inputGradient;
    }

    /** The arrays of the linearised network, created on first use. */
    DenseBuffers tangents() {
        if (tangents == null) {
            tangents = new DenseBuffers(layers, size);
        }
        return tangents;
    }

    void close() {
        for (INDArray array : outputs) {
            array.close();
        }
        for (INDArray array : gradients) {
            array.close();
        }
        inputGradient.close();
        if (tangents != null) {
            tangents.close();
        }
    }
}
