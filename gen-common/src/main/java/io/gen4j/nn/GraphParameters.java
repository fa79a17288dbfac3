package io.gen4j.nn;

import io.gen4j.runtime.HostMemory;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The parameters of a ComputationGraph of dense layers as one flat array, and their gradients in another, laid out alike. */
public final class GraphParameters implements AutoCloseable {

    private final ComputationGraph graph;
    private final INDArray values;
    private final INDArray gradients;

    /** Shares the graph's parameters; the gradients are new. */
    public GraphParameters(ComputationGraph graph) {
        this.graph = graph;
        this.values = graph.params();
        this.gradients = Nd4j.create(DataType.FLOAT, values.length());
    }

    /** The values, float {@code [1, count]}; the graph's own. */
    public INDArray values() {
        return values;
    }

    /** The gradients that the networks' backward passes wrote, float {@code [count]}. */
    public INDArray gradients() {
        return gradients;
    }

    /**
     * Draws all weights and biases from the uniform distribution within ±1/sqrt(inputs), which is what PyTorch's Linear
     * does (LeCun et al. 1998).
     */
    public void initialize(RandomGenerator random, String... layers) {
        for (String layer : layers) {
            INDArray weights = weights(layer);
            double bound = 1 / Math.sqrt(weights.size(0));
            fillUniform(weights, bound, random);
            fillUniform(bias(layer), bound, random);
        }
    }

    /** Draws a layer's weights from the standard normal distribution, as PyTorch's Embedding does. */
    public void initializeEmbedding(RandomGenerator random, String layer) {
        INDArray weights = weights(layer);
        float[] draws = new float[(int) weights.length()];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = (float) random.nextGaussian();
        }
        HostMemory.write(draws, weights, 0, draws.length);
    }

    /** A layer's weights, {@code [inputs, outputs]}, 'f' order; the graph's own. */
    public INDArray weights(String layer) {
        return graph.getLayer(layer).getParam("W");
    }

    /** A layer's biases, one an output; the graph's own. */
    public INDArray bias(String layer) {
        return graph.getLayer(layer).getParam("b");
    }

    /** Where the gradient by {@link #weights} or {@link #bias} is written, of the same shape. */
    public INDArray gradientOf(INDArray parameter) {
        long offset = parameter.offset() - values.offset();
        return Nd4j.create(gradients.data(), parameter.shape(), parameter.stride(), gradients.offset() + offset, 'f');
    }

    private static void fillUniform(INDArray array, double bound, RandomGenerator random) {
        float[] draws = new float[(int) array.length()];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = (float) random.nextDouble(-bound, bound);
        }
        HostMemory.write(draws, array, 0, draws.length);
    }

    @Override
    public void close() {
        gradients.close();
    }
}
