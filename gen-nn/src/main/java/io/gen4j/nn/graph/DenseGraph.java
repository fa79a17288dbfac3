package io.gen4j.nn.graph;

import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;

/** Builds ComputationGraphs of dense layers for which there is a fast network, a {@code DenseNetwork}. */
public final class DenseGraph {

    /** The slope of every leaky ReLU here. */
    public static final IActivation LEAKY_RELU = new ActivationLReLU(0.2);

    private DenseGraph() {}

    /** A graph without vertices, to which inputs, layers and outputs are added. */
    public static GraphBuilder builder() {
        return new NeuralNetConfiguration.Builder()
                // Of no use here, but saved: DL4J would take the time, and equal models would not give equal files.
                .seed(0)
                .trainingWorkspaceMode(WorkspaceMode.NONE)
                .inferenceWorkspaceMode(WorkspaceMode.NONE)
                .graphBuilder();
    }

    /** A table with a row of numbers for each label; takes the label one-hot. */
    public static DenseLayer embedding(int labels, int width) {
        return new DenseLayer.Builder()
                .nIn(labels)
                .nOut(width)
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .build();
    }

    /** What DL4J calls an activation. */
    public static IActivation function(io.gen4j.nn.graph.Activation activation) {
        return switch (activation) {
            case IDENTITY -> Activation.IDENTITY.getActivationFunction();
            case RELU -> Activation.RELU.getActivationFunction();
            case LEAKY_RELU -> LEAKY_RELU;
            case TANH -> Activation.TANH.getActivationFunction();
            case SIGMOID -> Activation.SIGMOID.getActivationFunction();
        };
    }

    /** The activation that DL4J calls so; empty if there is none of ours. */
    public static Optional<io.gen4j.nn.graph.Activation> activation(IActivation function) {
        return Arrays.stream(io.gen4j.nn.graph.Activation.values())
                .filter(activation -> function(activation).equals(function))
                .findFirst();
    }

    /** A dense layer with one of our activations. */
    public static DenseLayer layer(int inputs, int outputs, io.gen4j.nn.graph.Activation activation) {
        return layer(inputs, outputs, function(activation));
    }

    /** A dense layer with one of DL4J's named activations. */
    public static DenseLayer layer(int inputs, int outputs, Activation activation) {
        return layer(inputs, outputs, activation.getActivationFunction());
    }

    /**
     * Drops inputs of a layer at random during training (Srivastava et al. 2014).
     *
     * @param layer changed, and returned
     * @param probability to drop each input, in [0, 1); 0 leaves the layer as it is
     */
    public static DenseLayer dropInputs(DenseLayer layer, double probability) {
        if (probability > 0) {
            // DL4J asks for the probability to keep.
            layer.setIDropout(new Dropout(1 - probability));
        }
        return layer;
    }

    /** A dense layer. */
    public static DenseLayer layer(int inputs, int outputs, IActivation activation) {
        return new DenseLayer.Builder()
                .nIn(inputs)
                .nOut(outputs)
                .activation(activation)
                .build();
    }
}
