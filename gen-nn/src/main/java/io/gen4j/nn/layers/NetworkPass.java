package io.gen4j.nn.layers;

import io.gen4j.nn.Network;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.runtime.HostMemory;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The passes of a fast network inside a DL4J layer. Its buffers are outside of DL4J's workspaces, which would release
 * them. Its results are in the workspaces that DL4J expects.
 */
final class NetworkPass {

    private final BaseLayer<?> layer;
    private final BiFunction<LayerParameters, long[], Network> newNetwork;
    private @Nullable SingleLayer parameters;
    private @Nullable Network network;
    private @Nullable INDArray gradientArray;
    private long[] inputShape = {};
    private INDArray gradientRows = Nd4j.empty(DataType.FLOAT);

    /** @param newNetwork creates the network for a shape of inputs; the first dimension, the batch size, may change */
    NetworkPass(BaseLayer<?> layer, BiFunction<LayerParameters, long[], Network> newNetwork) {
        this.layer = layer;
        this.newNetwork = newNetwork;
    }

    /**
     * Computes the outputs.
     *
     * @param outputShape the shape of the outputs; called after the creation of the network
     */
    INDArray forward(INDArray input, LayerWorkspaceMgr workspaces, Supplier<long[]> outputShape) {
        INDArray outputs = outside(() -> {
            prepare(input.shape());
            return network.forward(rows(input));
        });
        return kept(outputs, workspaces, ArrayType.ACTIVATIONS, outputShape.get());
    }

    /** Computes the gradients with respect to the parameters and the input. */
    Pair<Gradient, INDArray> backward(INDArray gradient, LayerWorkspaceMgr workspaces) {
        INDArray byInput = outside(() -> {
            if (gradientArray != layer.getGradientsViewArray()) {
                // DL4J allocates the gradients after the first forward pass.
                prepare(inputShape);
                network.forward(rows(layer.input()));
            }
            return network.backwardToInput(copy(gradient), ParameterGradients.WRITE);
        });
        return new Pair<>(gradient(), kept(byInput, workspaces, ArrayType.ACTIVATION_GRAD, inputShape));
    }

    private static INDArray kept(INDArray rows, LayerWorkspaceMgr workspaces, ArrayType type, long[] shape) {
        INDArray result = workspaces.createUninitialized(type, DataType.FLOAT, shape, 'c');
        HostMemory.copy(rows, 0, result, 0, (int) result.length());
        return result;
    }

    /** The gradients with respect to the parameters, in DL4J's form. */
    private Gradient gradient() {
        Gradient gradient = new DefaultGradient(layer.getGradientsViewArray());
        Map<String, INDArray> views = parameters.gradients();
        layer.paramTable()
                .keySet()
                .forEach(key -> gradient.gradientForVariable().put(key, views.get(key)));
        return gradient;
    }

    /** Runs code outside of all workspaces. They would release the arrays that the code creates. */
    @SuppressWarnings("try") // The code uses the scope only to leave the workspaces.
    private static INDArray outside(Supplier<INDArray> task) {
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            return task.get();
        }
    }

    /** Creates the network on first use, and again if the shape or the gradient array changes. */
    private void prepare(long[] shape) {
        if (network == null || gradientArray != layer.getGradientsViewArray() || !isLike(shape)) {
            if (network != null) {
                network.close();
            }
            gradientArray = layer.getGradientsViewArray();
            parameters = new SingleLayer(layer);
            network = newNetwork.apply(parameters, shape);
        }
        inputShape = shape;
    }

    private boolean isLike(long[] shape) {
        long[] same = shape.clone();
        same[0] = inputShape[0];
        return Arrays.equals(same, inputShape);
    }

    private static INDArray rows(INDArray array) {
        INDArray ordered = HostMemory.isRowMajor(array) ? array : array.dup('c');
        return ordered.reshape('c', array.size(0), array.length() / array.size(0));
    }

    private INDArray copy(INDArray gradient) {
        if (gradientRows.isEmpty() || gradientRows.length() != gradient.length()) {
            gradientRows = Nd4j.createUninitialized(DataType.FLOAT, gradient.shape());
        }
        gradientRows.assign(gradient);
        return gradientRows.reshape('c', gradient.size(0), gradient.length() / gradient.size(0));
    }
}
