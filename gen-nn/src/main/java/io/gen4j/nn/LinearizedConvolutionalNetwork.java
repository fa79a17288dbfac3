package io.gen4j.nn;

import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.internal.ChannelOrder;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The linear approximation of a {@link ConvolutionalNetwork} at one input; see {@link Network#linearized()}. */
final class LinearizedConvolutionalNetwork implements Network {

    private final FeatureMap input;
    private final FeatureMap output;
    private final List<ConvolutionBlock.Tangent> tangents = new ArrayList<>();
    private final INDArray directions;
    private final INDArray directionGradient;
    private final INDArray rows;
    private final INDArray rowGradient;

    /**
     * Shares the weights and the arrays of the last forward pass.
     *
     * @param point the layers after that pass
     * @param n images of that pass
     */
    LinearizedConvolutionalNetwork(FeatureMap input, FeatureMap output, List<ConvolutionBlock.Pass> point, long n) {
        this.input = input;
        this.output = output;
        this.directions = input.newArray(n);
        this.directionGradient = input.newArray(n);
        this.rows = NativeArrays.zeros(n, output.size());
        this.rowGradient = NativeArrays.zeros(n, input.size());
        INDArray direction = directions;
        for (ConvolutionBlock.Pass pass : point) {
            ConvolutionBlock.Tangent tangent = pass.newTangent(direction);
            tangents.add(tangent);
            direction = tangent.derivative();
        }
    }

    @Override
    public INDArray forward(INDArray direction) {
        ChannelOrder.toLast(direction, directions, input);
        tangents.forEach(ConvolutionBlock.Tangent::forward);
        ChannelOrder.toFirst(last().derivative(), rows, 0, output);
        return rows;
    }

    @Override
    public void backward(INDArray gradient, ParameterGradients parameterGradients) {
        backward(gradient, parameterGradients, false);
    }

    @Override
    public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
        backward(gradient, parameterGradients, true);
        ChannelOrder.toFirst(directionGradient, rowGradient, 0, input);
        return rowGradient;
    }

    private void backward(INDArray gradient, ParameterGradients parameterGradients, boolean toInput) {
        ChannelOrder.toLast(gradient, last().gradient(), output);
        for (int i = tangents.size() - 1; i >= 0; i--) {
            INDArray target = i == 0 ? directionGradient : tangents.get(i - 1).gradient();
            tangents.get(i).backward(target, parameterGradients, i > 0 || toInput);
        }
    }

    private ConvolutionBlock.Tangent last() {
        return tangents.get(tangents.size() - 1);
    }

    @Override
    public Network linearized() {
        return this;
    }

    /** Does nothing: the network owns the arrays. */
    @Override
    public void close() {}

    /** Releases the arrays. */
    void release() {
        tangents.forEach(ConvolutionBlock.Tangent::close);
        for (INDArray array : List.of(directions, directionGradient, rows, rowGradient)) {
            array.close();
        }
    }
}
