package io.gen4j.nn.device.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network on fixed arrays of one batch size, which adds its passes to programs. */
public final class NetworkPass {

    private final List<LayerPass> layers;
    private final INDArray features;
    private final DeviceArrays arrays;

    NetworkPass(List<LayerPass> layers, INDArray features, DeviceArrays arrays) {
        this.layers = List.copyOf(layers);
        this.features = features;
        this.arrays = arrays;
    }

    /** The input without its label, {@code [n, features]}. */
    public INDArray features() {
        return features;
    }

    /** The result of the forward pass, {@code [n, outputs]}. */
    public INDArray outputs() {
        return last().output();
    }

    /** Receives the gradient by the outputs before the backward pass, which overwrites it. */
    public INDArray outputGradient() {
        return last().outputGradient();
    }

    private LayerPass last() {
        return layers.get(layers.size() - 1);
    }

    /** Adds the forward pass. */
    public void forward(Program program) {
        layers.forEach(layer -> layer.forward(program));
    }

    /**
     * Adds the backward pass for the last forward pass.
     *
     * @param gradients receive those of the parameters; null if they are not wanted
     * @param featureGradient receives that of {@link #features()}; null if it is not wanted
     */
    public void backward(Program program, @Nullable Gradients gradients, @Nullable INDArray featureGradient) {
        for (int i = layers.size() - 1; i >= 0; i--) {
            INDArray target = i == 0 ? featureGradient : layers.get(i - 1).outputGradient();
            layers.get(i).backward(program, gradients, target);
        }
    }

    /**
     * The linear approximation of this network at its last forward pass. Its backward passes give second derivatives.
     *
     * @param direction its input, {@code [n, features]}
     * @throws UnsupportedOperationException if the network is not piecewise linear
     */
    public NetworkPass linearized(INDArray direction) {
        return linearized(direction, direction);
    }

    /** The same, where the array of the gradient by the input is known. */
    NetworkPass linearized(INDArray direction, INDArray directionGradient) {
        List<LayerPass> linear = new ArrayList<>();
        INDArray last = direction;
        INDArray gradient = directionGradient;
        for (LayerPass layer : layers) {
            LayerPass next = layer.linearized(last, gradient);
            linear.add(next);
            last = next.output();
            gradient = next.outputGradient();
        }
        return new NetworkPass(linear, direction, arrays);
    }
}
