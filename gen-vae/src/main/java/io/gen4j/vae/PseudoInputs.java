package io.gen4j.vae;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The learnt images u of a VampPrior (Tomczak and Welling 2018). Each pixel is the sigmoid of a parameter. The
 * parameters are the weights of a dense layer of the graph, {@code pseudo_inputs}, whose input {@code component} is
 * one-hot. They are therefore saved and trained with the other parameters.
 */
final class PseudoInputs implements AutoCloseable {

    /** The graph's input, one-hot {@code [n, components]}. */
    static final String COMPONENT = "component";
    /** The graph's layer and second output, {@code [n, pixels]}. */
    static final String LAYER = "pseudo_inputs";

    /** Dark images that differ: equal ones would have equal gradients, and would stay equal. */
    private static final double INITIAL_MEAN = -2;

    private final INDArray weights;
    private final INDArray gradients;
    private final int count;
    private final int pixels;
    private final INDArray images;
    private final float[] values;

    PseudoInputs(GraphParameters parameters) {
        weights = parameters.weights(LAYER);
        gradients = parameters.gradientOf(weights);
        count = (int) weights.size(0);
        pixels = (int) weights.size(1);
        images = NativeArrays.zeros(count, pixels);
        values = new float[count * pixels];
    }

    /** Adds the layer to a graph whose other inputs are there. */
    static void addTo(GraphBuilder graph, int count, int pixels) {
        graph.addInputs(COMPONENT)
                .addLayer(
                        LAYER,
                        new DenseLayer.Builder()
                                .nIn(count)
                                .nOut(pixels)
                                .hasBias(false)
                                .activation(DenseGraph.function(Activation.SIGMOID))
                                .build(),
                        COMPONENT);
    }

    static void initialize(GraphParameters parameters, RandomGenerator random) {
        INDArray weights = parameters.weights(LAYER);
        float[] draws = new float[(int) weights.length()];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = (float) (INITIAL_MEAN + random.nextGaussian());
        }
        HostMemory.write(draws, weights, 0, draws.length);
    }

    /** Computes the images, {@code [count, pixels]}, 'c' order. The next call overwrites them. */
    INDArray forward() {
        float[] column = new float[count];
        for (int pixel = 0; pixel < pixels; pixel++) {
            HostMemory.read(weights, (long) pixel * count, column, count);
            Activation.SIGMOID.apply(column, count);
            for (int i = 0; i < count; i++) {
                values[i * pixels + pixel] = column[i];
            }
        }
        HostMemory.write(values, images, 0, values.length);
        return images;
    }

    /** Writes the gradients by the parameters, given those by the images of the last {@link #forward}. */
    void backward(INDArray imageGradients) {
        float[] byImage = new float[values.length];
        HostMemory.read(imageGradients, 0, byImage, byImage.length);
        float[] column = new float[count];
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int i = 0; i < count; i++) {
                float value = values[i * pixels + pixel];
                column[i] = byImage[i * pixels + pixel] * value * (1 - value);
            }
            HostMemory.write(column, gradients, (long) pixel * count, count);
        }
    }

    @Override
    public void close() {
        images.close();
    }
}
