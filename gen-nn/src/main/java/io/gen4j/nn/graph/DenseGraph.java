package io.gen4j.nn.graph;

import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.Nd4jLoading;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;

/**
 * Builds ComputationGraphs of dense layers that the fast network {@code DenseNetwork} supports. Use it for the layers
 * of a model of your own.
 */
public final class DenseGraph {

    static {
        Nd4jLoading.prepare();
    }

    /** The leaky ReLU of all layers, with slope 0.2. */
    public static final IActivation LEAKY_RELU = new ActivationLReLU(0.2);

    private DenseGraph() {}

    /** Makes a builder for a graph. Add inputs, layers and outputs to it. */
    public static GraphBuilder builder() {
        return new NeuralNetConfiguration.Builder()
                // DL4J would save the current time as the seed. Equal models would then give different files.
                .seed(0)
                .trainingWorkspaceMode(WorkspaceMode.NONE)
                .inferenceWorkspaceMode(WorkspaceMode.NONE)
                .graphBuilder();
    }

    /** Makes an embedding: a table with one row of numbers per label. Its input is the one-hot label. */
    public static DenseLayer embedding(int labels, int width) {
        Arguments.requireAtLeast("labels", labels, 1);
        Arguments.requireAtLeast("width", width, 1);
        return new DenseLayer.Builder()
                .nIn(labels)
                .nOut(width)
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .build();
    }

    /** The DL4J equivalent of an activation. */
    public static IActivation function(io.gen4j.nn.graph.Activation activation) {
        return switch (activation) {
            case IDENTITY -> Activation.IDENTITY.getActivationFunction();
            case RELU -> Activation.RELU.getActivationFunction();
            case LEAKY_RELU -> LEAKY_RELU;
            case TANH -> Activation.TANH.getActivationFunction();
            case SIGMOID -> Activation.SIGMOID.getActivationFunction();
        };
    }

    /** The equivalent of a DL4J activation; empty if there is none. */
    public static Optional<io.gen4j.nn.graph.Activation> activation(IActivation function) {
        Objects.requireNonNull(function, "function");
        return Arrays.stream(io.gen4j.nn.graph.Activation.values())
                .filter(activation -> function(activation).equals(function))
                .findFirst();
    }

    /** Makes a dense layer with a Gen4J activation. */
    public static DenseLayer layer(int inputs, int outputs, io.gen4j.nn.graph.Activation activation) {
        Objects.requireNonNull(activation, "activation");
        return layer(inputs, outputs, function(activation));
    }

    /** Makes a dense layer with a named DL4J activation. */
    public static DenseLayer layer(int inputs, int outputs, Activation activation) {
        return layer(inputs, outputs, activation.getActivationFunction());
    }

    /**
     * Drops inputs of a layer at random during training (Srivastava et al. 2014).
     *
     * @param layer the layer to change; it is also returned
     * @param probability the probability to drop each input, in [0, 1); 0 leaves the layer as it is
     */
    public static DenseLayer dropInputs(DenseLayer layer, double probability) {
        Objects.requireNonNull(layer, "layer");
        Arguments.requireBelowOne("probability", probability);
        if (probability > 0) {
            // DL4J takes the probability to keep an input.
            layer.setIDropout(new Dropout(1 - probability));
        }
        return layer;
    }

    /** Makes a dense layer. */
    public static DenseLayer layer(int inputs, int outputs, IActivation activation) {
        Objects.requireNonNull(activation, "activation");
        Arguments.requireAtLeast("inputs", inputs, 1);
        Arguments.requireAtLeast("outputs", outputs, 1);
        return new DenseLayer.Builder()
                .nIn(inputs)
                .nOut(outputs)
                .activation(activation)
                .build();
    }
}
