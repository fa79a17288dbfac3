package io.gen4j.nn;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.internal.ColumnPartition;
import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.InputRows;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A sequence of dense layers that runs on the weights of a DL4J graph. {@link Network#of} creates one from a graph; use this
 * class for layers that you choose yourself.
 */
public final class DenseNetwork implements Network {

    /** With fewer rows, an engine that first compares all weights is slower than BLAS. */
    private static final int ENGINE_ROWS = 24;

    private final List<DenseLayerKernel> layers;
    private final Map<Long, DenseBuffers> buffersBySize = new HashMap<>();
    private INDArray input = Nd4j.empty(DataType.FLOAT);
    private InferenceEngine.@Nullable Program program;

    /**
     * One layer.
     *
     * @param name of the graph's dense layer whose weights are used
     * @param activation in place of that of the graph, so that a network of logits can share the weights of one of
     *     probabilities
     * @param dropout probability to drop each output, in [0, 1); must be 0 unless the activation is piecewise linear
     */
    public record Layer(String name, Activation activation, double dropout) {

        /** @throws IllegalArgumentException if {@code dropout} lies outside its range or does not fit the activation */
        public Layer {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(activation, "activation");
            if (!(dropout >= 0 && dropout < 1) || (dropout > 0 && !activation.isPiecewiseLinear())) {
                throw new IllegalArgumentException(
                        "dropout is " + dropout + " after " + activation + ": must be in [0, 1), and 0 after a curve");
            }
        }

        /** A layer without dropout. */
        public Layer(String name, Activation activation) {
            this(name, activation, 0);
        }
    }

    /**
     * Creates a network of the named layers of a graph.
     *
     * @throws IllegalArgumentException if there is no layer
     */
    public DenseNetwork(LayerParameters parameters, Layer... layers) {
        Objects.requireNonNull(layers, "layers");
        this.layers = Arguments.copyOfSome("layers", Arrays.asList(layers)).stream()
                .map(layer -> new DenseLayerKernel(parameters, layer))
                .toList();
    }

    @Override
    public void randomize(RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        layers.forEach(layer -> layer.randomize(random));
    }

    @Override
    public INDArray forward(INDArray input) {
        InputRows.requireExact("input", input, layers.get(0).inputs());
        this.input = input;
        INDArray[] outputs = buffers(input.size(0)).outputs();
        INDArray result = outputs[outputs.length - 1];
        forward(outputs, result, 0);
        return result;
    }

    @Override
    public void forwardInto(INDArray input, INDArray target, long firstRow) {
        InputRows.requireExact("input", input, layers.get(0).inputs());
        InputRows.requireTarget(
                target, firstRow, input.size(0), layers.get(layers.size() - 1).outputs());
        InferenceEngine.@Nullable Program fast = input.size(0) >= ENGINE_ROWS ? program() : null;
        if (fast == null) {
            this.input = input;
            forward(buffers(input.size(0)).outputs(), target, firstRow);
        } else {
            fast.forward(input, target, firstRow);
        }
    }

    private InferenceEngine.@Nullable Program program() {
        if (program == null && layers.stream().noneMatch(DenseLayerKernel::hasDropout)) {
            program = InferenceEngine.installed()
                    .map(engine -> engine.prepare(
                            layers.stream().map(DenseLayerKernel::forEngine).toList()))
                    .orElse(null);
        }
        return program;
    }

    private void forward(INDArray[] outputs, INDArray target, long firstRow) {
        int last = outputs.length - 1;
        for (int i = 0; i < last; i++) {
            layers.get(i).forward(layerInput(outputs, i), outputs[i], 0);
        }
        layers.get(last).forward(layerInput(outputs, last), target, firstRow);
    }

    private INDArray layerInput(INDArray[] outputs, int layer) {
        return layer == 0 ? input : outputs[layer - 1];
    }

    @Override
    public void backward(INDArray gradient, ParameterGradients parameterGradients) {
        backwardToFirst(gradient, parameterGradients);
    }

    @Override
    public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
        INDArray first = backwardToFirst(gradient, parameterGradients);
        INDArray result = buffers(input.size(0)).inputGradient();
        layers.get(0).backwardInput(first, result);
        return result;
    }

    /** Takes a gradient back to the first layer's x W + b. */
    private INDArray backwardToFirst(INDArray gradient, ParameterGradients parameterGradients) {
        InputRows.requireExact(
                "gradient", gradient, layers.get(layers.size() - 1).outputs(), input.size(0));
        DenseBuffers buffers = buffers(input.size(0));
        INDArray[] outputs = buffers.outputs();
        INDArray above = gradient;
        for (int i = layers.size() - 1; i >= 0; i--) {
            DenseLayerKernel layer = layers.get(i);
            @Nullable DenseLayerKernel next = i + 1 < layers.size() ? layers.get(i + 1) : null;
            INDArray given = above;
            INDArray current = next == null ? gradient : buffers.gradients()[i];
            INDArray x = layerInput(outputs, i);
            INDArray y = outputs[i];
            ColumnPartition.run(layer.outputs(), slice -> {
                if (next != null) {
                    next.backwardInput(given, current, slice);
                }
                layer.backwardParameters(x, y, current, slice, parameterGradients);
            });
            above = current;
        }
        return above;
    }

    @Override
    public Network linearized() {
        if (!layers.stream().allMatch(DenseLayerKernel::isPiecewiseLinear)) {
            throw new UnsupportedOperationException(
                    "a network with a tanh or a sigmoid within has no second derivatives");
        }
        return new LinearizedDenseNetwork(layers, buffers(input.size(0)));
    }

    private DenseBuffers buffers(long size) {
        return buffersBySize.computeIfAbsent(size, n -> new DenseBuffers(layers, n));
    }

    @Override
    public void close() {
        buffersBySize.values().forEach(DenseBuffers::close);
        buffersBySize.clear();
        if (program != null) {
            program.close();
            program = null;
        }
    }
}
