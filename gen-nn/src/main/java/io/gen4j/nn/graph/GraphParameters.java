package io.gen4j.nn.graph;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The parameters of a ComputationGraph as one flat array, and their gradients as another with the same layout. Fast
 * networks read and write them, and optimizers update them.
 */
public final class GraphParameters implements LayerParameters, AutoCloseable {

    /** DL4J's keys of the running statistics of batch normalisation. No gradient changes these parameters. */
    private static final Set<String> STATISTICS = Set.of("mean", "var");

    /** The deviation of small initial numbers (Radford et al. 2016, section 4). */
    private static final double DEVIATION = 0.02;

    private final ComputationGraph graph;
    private final INDArray values;
    private final INDArray gradients;

    /** Shares the graph's parameters, and allocates the gradients. */
    public GraphParameters(ComputationGraph graph) {
        this.graph = graph;
        this.values = graph.params();
        this.gradients = NativeArrays.zeros(values.length());
    }

    /** The graph of these parameters. */
    public ComputationGraph graph() {
        return graph;
    }

    /** The graph's layers from its input to its output. */
    public LayerPath path() {
        return LayerPath.of(graph);
    }

    /** The values, float {@code [1, count]}; the graph's own array. */
    public INDArray values() {
        return values;
    }

    /** The gradients from the networks' backward passes, float {@code [count]}. */
    public INDArray gradients() {
        return gradients;
    }

    /** The trainable parameters, one array each; they belong to the graph. */
    public List<INDArray> trainable() {
        return parameters(graph, false);
    }

    /**
     * The running statistics of batch normalisation, one array each. They belong to the graph, and no gradient changes
     * them.
     */
    public List<INDArray> statistics() {
        return parameters(graph, true);
    }

    /** The running statistics of batch normalisation in a graph, one array each; the graph's own. */
    public static List<INDArray> statisticsOf(ComputationGraph graph) {
        return parameters(graph, true);
    }

    private static List<INDArray> parameters(ComputationGraph graph, boolean statistics) {
        List<INDArray> arrays = new ArrayList<>();
        for (var layer : graph.getLayers()) {
            layer.paramTable().forEach((key, array) -> {
                if (STATISTICS.contains(key) == statistics) {
                    arrays.add(array);
                }
            });
        }
        return arrays;
    }

    /** The names of the layers with weights, including embeddings, in the graph's order. */
    public List<String> weightedLayers() {
        return Arrays.stream(graph.getLayers())
                .filter(layer -> layer.paramTable().containsKey("W"))
                .map(layer -> layer.conf().getLayer().getLayerName())
                .toList();
    }

    /**
     * Draws all weights and biases from the uniform distribution within ±1/sqrt(inputs) (LeCun et al. 1998). PyTorch's
     * Linear and Conv2d do the same. For a transposed convolution, the bound depends on its outputs, as in PyTorch.
     */
    public void initialize(RandomGenerator random, String... layers) {
        Objects.requireNonNull(random, "random");
        Arguments.copyOf("layers", Arrays.asList(Objects.requireNonNull(layers, "layers")));
        for (String layer : layers) {
            INDArray weights = weights(layer);
            double bound = 1 / Math.sqrt(weights.rank() == 2 ? weights.size(0) : weights.length() / weights.size(0));
            fillUniform(weights, bound, random);
            if (hasBias(layer)) {
                fillUniform(bias(layer), bound, random);
            }
        }
    }

    /**
     * Draws the weights of the whole {@link #path()}. An embedding comes first. Conditional normalisation and a projection
     * start with hardly an effect.
     */
    public void initializePath(RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        LayerPath path = path();
        path.embedding().ifPresent(layer -> initializeEmbedding(random, layer));
        for (LayerPath.Layer layer : path.layers()) {
            initialize(random, layer.name());
            if (layer.gate() != null) {
                initialize(random, layer.gate());
            }
            if (layer.shortcut() != null) {
                initialize(random, layer.shortcut().layer());
            }
        }
        for (LayerPath.Layer layer : path.layers()) {
            if (layer.affine() != null) {
                initializeAffine(random, DEVIATION, layer.affine());
            }
        }
        path.projection().ifPresent(layer -> initializeNormal(random, DEVIATION, layer));
    }

    /** Draws a layer's weights from the standard normal distribution, as PyTorch's Embedding does. */
    public void initializeEmbedding(RandomGenerator random, String layer) {
        Objects.requireNonNull(random, "random");
        fillNormal(weights(layer), 0, 1, random);
    }

    /** Draws the weights from the normal distribution with mean 0, and sets biases to 0 (Radford et al. 2016). */
    public void initializeNormal(RandomGenerator random, double deviation, String... layers) {
        Objects.requireNonNull(random, "random");
        requireDeviation(deviation);
        Arguments.copyOf("layers", Arrays.asList(Objects.requireNonNull(layers, "layers")));
        for (String layer : layers) {
            fillNormal(weights(layer), 0, deviation, random);
            if (hasBias(layer)) {
                bias(layer).assign(0);
            }
        }
    }

    /** Draws batch normalisation's gammas from the normal distribution with mean 1, and sets betas to 0. */
    public void initializeNormalization(RandomGenerator random, double deviation, String... layers) {
        Objects.requireNonNull(random, "random");
        requireDeviation(deviation);
        Arguments.copyOf("layers", Arrays.asList(Objects.requireNonNull(layers, "layers")));
        for (String layer : layers) {
            fillNormal(parameter(layer, "gamma"), 1, deviation, random);
            parameter(layer, "beta").assign(0);
        }
    }

    /**
     * Draws the scales of class-conditional batch normalisation from the normal distribution with mean 1, and sets the
     * shifts to 0.
     */
    public void initializeAffine(RandomGenerator random, double deviation, LayerPath.LabelAffine layers) {
        Objects.requireNonNull(random, "random");
        Objects.requireNonNull(layers, "layers");
        requireDeviation(deviation);
        fillNormal(weights(layers.scale()), 1, deviation, random);
        weights(layers.shift()).assign(0);
    }

    /** Counts a batch in the graph's iteration count. */
    @Override
    public void countBatch() {
        graph.getConfiguration().setIterationCount(graph.getConfiguration().getIterationCount() + 1);
    }

    /** Copies the batch count of another network. */
    public void countBatchesOf(GraphParameters other) {
        Objects.requireNonNull(other, "other");
        graph.getConfiguration()
                .setIterationCount(other.graph.getConfiguration().getIterationCount());
    }

    @Override
    public boolean hasParameter(String layer, String key) {
        Objects.requireNonNull(key, "key");
        return layer(layer).paramTable().containsKey(key);
    }

    @Override
    public INDArray parameter(String layer, String key) {
        Objects.requireNonNull(key, "key");
        return layer(layer).getParam(key);
    }

    @Override
    public org.deeplearning4j.nn.conf.layers.Layer configuration(String layer) {
        return layer(layer).conf().getLayer();
    }

    private org.deeplearning4j.nn.api.Layer layer(String name) {
        Objects.requireNonNull(name, "layer");
        if (graph.getVertex(name) == null || !graph.getVertex(name).hasLayer()) {
            throw new IllegalArgumentException("the graph has no layer \"" + name + "\": it has "
                    + Arrays.stream(graph.getLayers())
                            .map(layer -> layer.conf().getLayer().getLayerName())
                            .toList());
        }
        return graph.getLayer(name);
    }

    /** @throws IllegalArgumentException if the parameter is none of this graph's */
    @Override
    public INDArray gradientOf(INDArray parameter) {
        requireOwn(parameter);
        long offset = parameter.offset() - values.offset();
        return Nd4j.create(
                gradients.data(),
                parameter.shape(),
                parameter.stride(),
                gradients.offset() + offset,
                parameter.ordering());
    }

    /** A view at another array's place would lie outside the gradients. */
    private void requireOwn(INDArray parameter) {
        Objects.requireNonNull(parameter, "parameter");
        if (parameter.wasClosed() || parameter.isEmpty() || !isOwn(parameter)) {
            throw new IllegalArgumentException(
                    "parameter is no array of this graph: take one from parameter(layer, key)");
        }
    }

    private boolean isOwn(INDArray parameter) {
        long start = parameter.offset() - values.offset();
        return parameter.dataType() == values.dataType()
                && start >= 0
                && start <= values.length() - parameter.length()
                && start(parameter) == start(values);
    }

    /** Where the memory lies of which the array is a part. */
    private static long start(INDArray array) {
        DataBuffer whole = array.data().originalDataBuffer();
        return (whole == null ? array.data() : whole).pointer().address();
    }

    private static void requireDeviation(double deviation) {
        Arguments.requireWithin("deviation", deviation, 0, Float.MAX_VALUE);
    }

    private static void fillUniform(INDArray array, double bound, RandomGenerator random) {
        float[] draws = new float[(int) array.length()];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = (float) random.nextDouble(-bound, bound);
        }
        HostMemory.write(draws, array, 0, draws.length);
    }

    private static void fillNormal(INDArray array, double mean, double deviation, RandomGenerator random) {
        float[] draws = new float[(int) array.length()];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = (float) (mean + deviation * random.nextGaussian());
        }
        HostMemory.write(draws, array, 0, draws.length);
    }

    @Override
    public void close() {
        gradients.close();
    }
}
