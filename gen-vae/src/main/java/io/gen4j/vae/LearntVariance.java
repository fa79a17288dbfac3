package io.gen4j.vae;

import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphParameters;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A learnt variance, one for all pixels of all images, stored among a graph's parameters. Its logarithm is the bias of
 * a dense layer, {@code log_variance}, whose only weight stays 0. It is therefore saved with the other parameters, and
 * is the second output of DL4J's graph.
 */
final class LearntVariance {

    /** The graph's output, {@code [n, 1]}. */
    static final String LAYER = "log_variance";

    /** About the variance of MNIST's pixels, which an untrained decoder leaves unexplained. */
    private static final double INITIAL = 0.1;

    private final INDArray bias;
    private final INDArray gradient;

    LearntVariance(GraphParameters parameters) {
        bias = parameters.bias(LAYER);
        gradient = parameters.gradientOf(bias);
    }

    /** Adds the layer to a graph that already has an architecture's layers. */
    static void addTo(GraphBuilder graph) {
        // A layer needs an input, but this one ignores it.
        graph.addVertex("first_mean", new SubsetVertex(0, 0), VaeArchitecture.MEAN)
                .addLayer(LAYER, DenseGraph.layer(1, 1, Activation.IDENTITY), "first_mean");
    }

    static void initialize(GraphParameters parameters) {
        parameters.weights(LAYER).assign(0);
        parameters.bias(LAYER).assign(Math.log(INITIAL));
    }

    double log() {
        return bias.getDouble(0);
    }

    void writeGradient(double byLogVariance) {
        gradient.putScalar(0, byLogVariance);
    }
}
