package io.gen4j.nn;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.random.RandomStreams;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A small network of dense layers with leaky ReLU and one output, as Gen4J has it, and the same in double precision, a
 * function of its parameters.
 */
public final class LeakyNetwork {

    private final int[] sizes;

    /** @param sizes of the input and of the hidden layers; the output has one */
    public LeakyNetwork(int... sizes) {
        this.sizes = sizes;
    }

    /** New parameters, drawn at random: those of the layers "layer0", "layer1" and so on. */
    public GraphParameters parameters(long seed) {
        var builder = DenseGraph.builder().addInputs("x");
        String before = "x";
        String[] names = new String[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            names[i] = "layer" + i;
            builder.addLayer(names[i], DenseGraph.layer(sizes[i], outputs(i), DenseGraph.LEAKY_RELU), before);
            before = names[i];
        }
        ComputationGraph graph = new ComputationGraph(builder.setOutputs(before).build());
        graph.init();
        GraphParameters parameters = new GraphParameters(graph);
        parameters.initialize(new RandomStreams(seed).stream("test", 0), names);
        return parameters;
    }

    /** The network on these parameters. */
    public DenseNetwork network(GraphParameters parameters) {
        DenseNetwork.Layer[] layers = new DenseNetwork.Layer[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            layers[i] = new DenseNetwork.Layer("layer" + i, activation(i));
        }
        return new DenseNetwork(parameters, layers);
    }

    private Activation activation(int layer) {
        return layer == sizes.length - 1 ? Activation.IDENTITY : Activation.LEAKY_RELU;
    }

    private int outputs(int layer) {
        return layer == sizes.length - 1 ? 1 : sizes[layer + 1];
    }

    /** The output for one input. */
    public double output(double[] theta, double[] x) {
        return run(theta, x, new double[sizes.length][])[0];
    }

    /** The gradient of the output by one input. */
    public double[] inputGradient(double[] theta, double[] x) {
        double[][] slopes = new double[sizes.length][];
        run(theta, x, slopes);
        double[] gradient = {1};
        for (int layer = sizes.length - 1; layer >= 0; layer--) {
            double[] before = new double[sizes[layer]];
            for (int j = 0; j < gradient.length; j++) {
                for (int i = 0; i < before.length; i++) {
                    before[i] += theta[offset(layer) + j * before.length + i] * slopes[layer][j] * gradient[j];
                }
            }
            gradient = before;
        }
        return gradient;
    }

    private double[] run(double[] theta, double[] x, double[][] slopes) {
        double[] values = x;
        for (int layer = 0; layer < sizes.length; layer++) {
            double[] next = new double[outputs(layer)];
            slopes[layer] = new double[next.length];
            for (int j = 0; j < next.length; j++) {
                double sum = theta[offset(layer) + values.length * next.length + j];
                for (int i = 0; i < values.length; i++) {
                    sum += theta[offset(layer) + j * values.length + i] * values[i];
                }
                slopes[layer][j] = sum > 0 || layer == sizes.length - 1 ? 1 : 0.2;
                next[j] = slopes[layer][j] * sum;
            }
            values = next;
        }
        return values;
    }

    private int offset(int layer) {
        int offset = 0;
        for (int i = 0; i < layer; i++) {
            offset += (sizes[i] + 1) * outputs(i);
        }
        return offset;
    }
}
