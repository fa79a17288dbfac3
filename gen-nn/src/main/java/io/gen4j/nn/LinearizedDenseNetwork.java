package io.gen4j.nn;

import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.internal.ColumnPartition;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The linear approximation of a {@link DenseNetwork} at one input. Each layer multiplies by its weights, and by the slope of
 * its activation and dropout at that input. Biases do not count.
 */
final class LinearizedDenseNetwork implements Network {

    private final List<DenseLayerKernel> layers;
    private final INDArray[] outputs;
    private final DenseBuffers buffers;
    private INDArray tangent = Nd4j.empty(DataType.FLOAT);

    /** @param point the network's arrays after its last forward pass */
    LinearizedDenseNetwork(List<DenseLayerKernel> layers, DenseBuffers point) {
        this.layers = layers;
        this.outputs = point.outputs();
        this.buffers = point.tangents();
    }

    @Override
    public INDArray forward(INDArray direction) {
        tangent = direction;
        for (int i = 0; i < outputs.length; i++) {
            layers.get(i).forwardTangent(layerInput(i), outputs[i], buffers.outputs()[i]);
        }
        return buffers.outputs()[outputs.length - 1];
    }

    private INDArray layerInput(int layer) {
        return layer == 0 ? tangent : buffers.outputs()[layer - 1];
    }

    @Override
    public void backward(INDArray gradient, ParameterGradients parameterGradients) {
        backwardToFirst(gradient, parameterGradients);
    }

    @Override
    public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
        layers.get(0).backwardInput(backwardToFirst(gradient, parameterGradients), buffers.inputGradient());
        return buffers.inputGradient();
    }

    private INDArray backwardToFirst(INDArray gradient, ParameterGradients parameterGradients) {
        INDArray current = gradient;
        for (int i = layers.size() - 1; i >= 0; i--) {
            DenseLayerKernel layer = layers.get(i);
            INDArray x = layerInput(i);
            INDArray y = outputs[i];
            INDArray byOutputs = current;
            ColumnPartition.run(
                    layer.outputs(), slice -> layer.backwardWeightsAlone(x, y, byOutputs, slice, parameterGradients));
            if (i > 0) {
                layer.backwardInput(current, buffers.gradients()[i - 1]);
                current = buffers.gradients()[i - 1];
            }
        }
        return current;
    }

    @Override
    public Network linearized() {
        return this;
    }

    /** Does nothing: the network owns the arrays. */
    @Override
    public void close() {}
}
