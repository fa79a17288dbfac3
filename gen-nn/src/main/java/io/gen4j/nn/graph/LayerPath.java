package io.gen4j.nn.graph;

import io.gen4j.runtime.internal.Arguments;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/**
 * The layers of a ComputationGraph from its first input to its first output, in order. A model names its layers once,
 * in the graph. The network, its initial weights and its tensor names are derived from this path.
 *
 * <p>At a vertex with several inputs, the path follows the first one. Each other input must be an input of the graph or
 * an {@link #embedding()}. Immutable.
 */
public final class LayerPath {

    /** The kinds of layers with weights. */
    public enum Kind {
        /** A dense layer. */
        DENSE,
        /** A convolution or a transposed convolution. */
        CONVOLUTION
    }

    /**
     * One layer with weights, and its following steps.
     *
     * @param name the name of the graph's layer
     * @param kind the kind of the layer
     * @param normalization the name of the following batch normalisation layer; null if there is none
     * @param affine the embeddings of class-conditional batch normalisation; null if there are none
     * @param activation the activation, which is the last step
     * @param dropout the probability to drop each output, in [0, 1). DL4J drops the next layer's inputs instead
     * @param map the shape to which the graph reshapes the rows before this layer; null if it does not
     * @param gate the name of the dense layer whose outputs multiply those of this layer; null if there is none. Its
     *     input is that of this layer, and its activation the sigmoid
     * @param shortcut the convolution whose outputs are added to those of this layer before the activation; null if
     *     there is none
     */
    public record Layer(
            String name,
            Kind kind,
            @Nullable String normalization,
            @Nullable LabelAffine affine,
            Activation activation,
            double dropout,
            @Nullable FeatureMap map,
            @Nullable String gate,
            @Nullable Shortcut shortcut) {

        /** @throws IllegalArgumentException if {@code dropout} lies outside its range */
        public Layer {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(activation, "activation");
            Arguments.requireBelowOne("dropout", dropout);
        }

        /** @throws IllegalArgumentException if there is no {@link #map()} */
        public FeatureMap requireMap() {
            if (map == null) {
                throw new IllegalArgumentException("the convolution \"" + name
                        + "\" does not say the shape of its images: give it a FeedForwardToCnnPreProcessor");
            }
            return map;
        }

        private Layer normalizedBy(String layer) {
            return new Layer(name, kind, layer, affine, activation, dropout, map, gate, shortcut);
        }

        private Layer activatedBy(Activation function) {
            return new Layer(name, kind, normalization, affine, function, dropout, map, gate, shortcut);
        }

        private Layer dropping(double probability) {
            return new Layer(name, kind, normalization, affine, activation, probability, map, gate, shortcut);
        }

        private Layer scaledBy(LabelAffine embeddings) {
            return new Layer(name, kind, normalization, embeddings, activation, dropout, map, gate, shortcut);
        }

        /** Returns the last layer of a residual block without the sum and what follows it. */
        public Layer beforeSum() {
            return new Layer(name, kind, normalization, affine, Activation.IDENTITY, dropout, map, gate, null);
        }

        private Layer addedTo(Shortcut convolution) {
            return new Layer(name, kind, normalization, affine, activation, dropout, map, gate, convolution);
        }

        private Layer gatedBy(String layer) {
            return new Layer(name, kind, normalization, affine, activation, dropout, map, layer, shortcut);
        }
    }

    /**
     * The embeddings of class-conditional batch normalisation: dense layers without biases for the one-hot label; see
     * {@link ConditionalGraph#addNormalization}.
     *
     * @param scale the name of the layer with a factor per channel
     * @param shift the name of the layer with a summand per channel
     */
    public record LabelAffine(String scale, String shift) {

        /** Refuses null. */
        public LabelAffine {
            Objects.requireNonNull(scale, "scale");
            Objects.requireNonNull(shift, "shift");
        }
    }

    /**
     * The second way through a residual block (He et al. 2016, arXiv:1512.03385).
     *
     * @param layer the name of the convolution on it, which has no activation
     * @param from the name of the block's first layer, whose input the convolution takes
     */
    public record Shortcut(String layer, String from) {

        /** Refuses null. */
        public Shortcut {
            Objects.requireNonNull(layer, "layer");
            Objects.requireNonNull(from, "from");
        }
    }

    private final List<Layer> layers;
    private final @Nullable String embedding;
    private final @Nullable String projection;

    private LayerPath(List<Layer> layers, @Nullable String embedding) {
        this(layers, embedding, null);
    }

    private LayerPath(List<Layer> layers, @Nullable String embedding, @Nullable String projection) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("the path has no layers: there must be at least one");
        }
        this.layers = List.copyOf(layers);
        this.embedding = embedding;
        this.projection = projection;
        for (int end = 0; end < layers.size(); end++) {
            requireNested(end);
        }
    }

    /** Refuses a residual block that overlaps another one: no network runs it, since neither is within the other. */
    private void requireNested(int end) {
        Shortcut shortcut = layers.get(end).shortcut();
        if (shortcut == null) {
            return;
        }
        int start = index(shortcut.from());
        for (int i = start; i < end; i++) {
            Shortcut inner = layers.get(i).shortcut();
            if (inner != null && index(inner.from()) <= start) {
                throw new IllegalArgumentException("the residual blocks that end at \""
                        + layers.get(i).name() + "\" and \"" + layers.get(end).name()
                        + "\" overlap: one must begin behind the other, or be within it");
            }
        }
    }

    /**
     * Follows a graph from its first output back to an input.
     *
     * @throws IllegalArgumentException if no fast network supports a layer, vertex or activation of the path; the
     *     message names it
     */
    public static LayerPath of(ComputationGraph graph) {
        ComputationGraphConfiguration configuration = graph.getConfiguration();
        Walk walk = new Walk(configuration);
        vertices(configuration).forEach(walk::add);
        return new LayerPath(walk.layers, walk.embedding, walk.projection);
    }

    private static Deque<String> vertices(ComputationGraphConfiguration configuration) {
        Deque<String> vertices = new ArrayDeque<>();
        String vertex = configuration.getNetworkOutputs().get(0);
        while (!configuration.getNetworkInputs().contains(vertex)) {
            vertices.addFirst(vertex);
            vertex = configuration.getVertexInputs().get(vertex).get(0);
        }
        return vertices;
    }

    /** The layers in order, at least one. */
    public List<Layer> layers() {
        return layers;
    }

    /** The names of the layers in order, without the embedding. */
    public String[] names() {
        return layers.stream().map(Layer::name).toArray(String[]::new);
    }

    /**
     * The name of the embedding: a dense layer without a bias for the one-hot label. Its output is appended to the
     * path's input. Empty if there is none.
     */
    public Optional<String> embedding() {
        return Optional.ofNullable(embedding);
    }

    /**
     * The name of the embedding in a projection onto the last layer's input; see {@link ConditionalGraph#addProjection}.
     * Empty if there is none.
     */
    public Optional<String> projection() {
        return Optional.ofNullable(projection);
    }

    /** Whether batch normalisation follows a layer. */
    public boolean isNormalized() {
        return layers.stream().anyMatch(layer -> layer.normalization() != null);
    }

    /**
     * Returns this path with the identity as its last activation. The network then gives logits where the graph gives
     * probabilities.
     */
    public LayerPath logits() {
        List<Layer> changed = new ArrayList<>(layers);
        changed.set(layers.size() - 1, last().activatedBy(Activation.IDENTITY));
        return new LayerPath(changed, embedding, projection);
    }

    /**
     * Returns this path without its last layer and without a projection.
     *
     * @throws IllegalArgumentException if there is only one layer
     */
    public LayerPath beforeLast() {
        return new LayerPath(layers.subList(0, layers.size() - 1), embedding);
    }

    /**
     * Returns the first part of this path, without a projection.
     *
     * @param layer the last layer of the part
     * @throws IllegalArgumentException if no layer has this name
     */
    public LayerPath to(String layer) {
        Objects.requireNonNull(layer, "layer");
        return new LayerPath(layers.subList(0, index(layer) + 1), embedding);
    }

    /**
     * Returns the last part of this path, without a projection. It has no embedding unless it is the whole path.
     *
     * @param layer the first layer of the part
     * @throws IllegalArgumentException if no layer has this name
     */
    public LayerPath from(String layer) {
        Objects.requireNonNull(layer, "layer");
        int index = index(layer);
        return new LayerPath(layers.subList(index, layers.size()), index == 0 ? embedding : null);
    }

    /** The last layer. */
    public Layer last() {
        return layers.get(layers.size() - 1);
    }

    private int index(String layer) {
        int index = List.of(names()).indexOf(layer);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "there is no layer \"" + layer + "\": the path has " + String.join(", ", names()));
        }
        return index;
    }

    /** Collects the layers, vertex by vertex. */
    private static final class Walk {

        private final ComputationGraphConfiguration configuration;
        private final List<Layer> layers = new ArrayList<>();
        private @Nullable String embedding;
        private @Nullable String projection;

        Walk(ComputationGraphConfiguration configuration) {
            this.configuration = configuration;
        }

        void add(String name) {
            GraphVertex vertex = configuration.getVertices().get(name);
            if (vertex instanceof LayerVertex layer) {
                addLayer(name, layer);
            } else if (vertex instanceof MergeVertex) {
                addMerge(name);
            } else if (vertex instanceof ElementWiseVertex elementWise) {
                addCondition(name, elementWise);
            } else if (!(vertex instanceof SubsetVertex || vertex instanceof PreprocessorVertex)) {
                throw unknown(name, vertex);
            }
        }

        private void addLayer(String name, LayerVertex vertex) {
            var layer = vertex.getLayerConf().getLayer();
            if (layer instanceof ActivationLayer activation) {
                changeUngated(name, previous -> previous.activatedBy(activation(name, activation.getActivationFn())));
            } else if (layer instanceof BatchNormalization) {
                changeUngated(name, previous -> normalized(name, previous));
            } else if (layer instanceof DenseLayer dense) {
                addWeights(name, Kind.DENSE, dense, vertex);
            } else if (layer instanceof ConvolutionLayer convolution) {
                addWeights(name, Kind.CONVOLUTION, convolution, vertex);
            } else {
                throw unknown(name, layer);
            }
        }

        private void addWeights(String name, Kind kind, FeedForwardLayer layer, LayerVertex vertex) {
            if (layer.getIDropout() != null) {
                change(name, previous -> previous.dropping(dropped(name, layer)));
            }
            FeatureMap map = vertex.getPreProcessor() instanceof FeedForwardToCnnPreProcessor shape
                    ? new FeatureMap(
                            (int) shape.getNumChannels(), (int) shape.getInputHeight(), (int) shape.getInputWidth())
                    : null;
            layers.add(
                    new Layer(name, kind, null, null, activation(name, layer.getActivationFn()), 0, map, null, null));
        }

        /** Converts DL4J's probability to keep an input. The rounding removes the error of the subtraction. */
        private static double dropped(String name, FeedForwardLayer layer) {
            if (layer.getIDropout() instanceof Dropout dropout && dropout.getPSchedule() == null) {
                double digits = 1e12;
                return Math.round((1 - dropout.getP()) * digits) / digits;
            }
            throw unknown(name, layer.getIDropout());
        }

        private void change(String name, UnaryOperator<Layer> change) {
            if (layers.isEmpty()) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" normalises, activates or drops an input of the graph: put a layer before it");
            }
            int last = layers.size() - 1;
            layers.set(last, change.apply(layers.get(last)));
        }

        /** A gate is the last step of its layer. */
        private void changeUngated(String name, UnaryOperator<Layer> change) {
            change(name, layer -> {
                if (layer.gate() != null) {
                    throw new IllegalArgumentException("\"" + name
                            + "\" normalises or activates a gated layer: a fast network does so before the gate alone");
                }
                return change.apply(layer);
            });
        }

        private static Layer normalized(String name, Layer previous) {
            if (previous.shortcut() != null) {
                throw new IllegalArgumentException("\"" + name
                        + "\" normalises the sum of a residual block: a fast network normalises before the sum alone");
            }
            return previous.normalizedBy(name);
        }

        private void addMerge(String name) {
            List<String> inputs = configuration.getVertexInputs().get(name);
            for (String input : inputs.subList(1, inputs.size())) {
                if (layers.isEmpty() && isEmbedding(input)) {
                    embedding = input;
                } else if (!configuration.getNetworkInputs().contains(input)) {
                    throw new IllegalArgumentException("\"" + name + "\" joins \"" + input
                            + "\" to the path: only inputs of the graph and an embedding can be joined");
                }
            }
        }

        /** A gate, a shortcut, or a scale, a shift or a projection, which {@link ConditionalGraph} adds. */
        private void addCondition(String name, ElementWiseVertex vertex) {
            String other = configuration.getVertexInputs().get(name).get(1);
            if (vertex.getOp() == ElementWiseVertex.Op.Product && dense(other).isPresent() && !isEmbedding(other)) {
                addGate(name, other);
                return;
            }
            if (vertex.getOp() == ElementWiseVertex.Op.Add && convolution(other).isPresent()) {
                addShortcut(name, other);
                return;
            }
            String label = configuration.getVertices().get(other) instanceof PreprocessorVertex
                    ? configuration.getVertexInputs().get(other).get(0)
                    : other;
            if (vertex.getOp() == ElementWiseVertex.Op.Product && isEmbedding(label)) {
                change(name, previous -> previous.scaledBy(new LabelAffine(label, label)));
            } else if (vertex.getOp() == ElementWiseVertex.Op.Add && isEmbedding(label)) {
                change(name, previous -> previous.scaledBy(new LabelAffine(scale(name, previous), label)));
            } else if (vertex.getOp() == ElementWiseVertex.Op.Add && isProjection(other)) {
                projection =
                        configuration.getVertexInputs().get(products(other)).get(1);
            } else {
                throw unknown(name, vertex);
            }
        }

        private String scale(String name, Layer layer) {
            if (layer.affine() == null || layer.normalization() == null) {
                throw new IllegalArgumentException("\"" + name + "\" adds an embedding to the path: only"
                        + " ConditionalGraph.addNormalization can, which scales before");
            }
            return layer.affine().scale();
        }

        private boolean isProjection(String name) {
            return configuration.getVertices().get(name) instanceof LayerVertex sum
                    && sum.getLayerConf().getLayer() instanceof GlobalPoolingLayer
                    && configuration.getVertices().get(products(name)) instanceof ElementWiseVertex product
                    && product.getOp() == ElementWiseVertex.Op.Product
                    && isEmbedding(
                            configuration.getVertexInputs().get(products(name)).get(1));
        }

        /** The vertex two before another one. */
        private String products(String name) {
            String reshaped = configuration.getVertexInputs().get(name).get(0);
            return configuration.getVertexInputs().get(reshaped).get(0);
        }

        private void addGate(String name, String gate) {
            List<String> inputs = configuration.getVertexInputs().get(name);
            if (inputs.size() != 2 || layers.isEmpty() || !isGate(gate, inputs.get(0))) {
                throw new IllegalArgumentException("\"" + name + "\" multiplies " + String.join(" and ", inputs)
                        + ": only a dense layer and its gate can be multiplied, a dense layer with the same"
                        + " input and the activation sigmoid");
            }
            change(name, previous -> previous.gatedBy(gate));
        }

        private void addShortcut(String name, String shortcut) {
            String input = configuration.getVertexInputs().get(shortcut).get(0);
            String from = layers.stream()
                    .map(Layer::name)
                    .filter(layer -> input(layer).equals(input))
                    .reduce((first, second) -> second)
                    .orElseThrow(() -> new IllegalArgumentException("\"" + shortcut + "\" takes \"" + input
                            + "\", which no layer of the path takes: a shortcut begins where a layer does"));
            if (configuration.getVertexInputs().get(name).size() != 2
                    || !(convolution(shortcut).orElseThrow().getActivationFn() instanceof ActivationIdentity)) {
                throw new IllegalArgumentException("\"" + name + "\" adds "
                        + String.join(" and ", configuration.getVertexInputs().get(name))
                        + ": only a layer and a convolution without an activation can be added");
            }
            change(name, previous -> summand(name, previous).addedTo(new Shortcut(shortcut, from)));
        }

        private String input(String layer) {
            return configuration.getVertexInputs().get(layer).get(0);
        }

        private static Layer summand(String name, Layer layer) {
            if (layer.kind() != Kind.CONVOLUTION
                    || layer.activation() != Activation.IDENTITY
                    || layer.shortcut() != null) {
                throw new IllegalArgumentException("\"" + name + "\" adds a shortcut to \"" + layer.name()
                        + "\": that must be a convolution, whose activation follows the sum");
            }
            return layer;
        }

        private Optional<ConvolutionLayer> convolution(String name) {
            return configuration.getVertices().get(name) instanceof LayerVertex vertex
                            && vertex.getLayerConf().getLayer() instanceof ConvolutionLayer layer
                    ? Optional.of(layer)
                    : Optional.empty();
        }

        private boolean isGate(String gate, String gated) {
            return dense(gate).isPresent()
                    && dense(gated).isPresent()
                    && gated.equals(layers.get(layers.size() - 1).name())
                    && dense(gate).orElseThrow().hasBias()
                    && DenseGraph.activation(dense(gate).orElseThrow().getActivationFn())
                            .filter(Activation.SIGMOID::equals)
                            .isPresent()
                    && configuration
                            .getVertexInputs()
                            .get(gate)
                            .equals(configuration.getVertexInputs().get(gated));
        }

        private Optional<DenseLayer> dense(String name) {
            return configuration.getVertices().get(name) instanceof LayerVertex vertex
                            && vertex.getLayerConf().getLayer() instanceof DenseLayer layer
                    ? Optional.of(layer)
                    : Optional.empty();
        }

        private boolean isEmbedding(String name) {
            return configuration.getVertices().get(name) instanceof LayerVertex vertex
                    && vertex.getLayerConf().getLayer() instanceof DenseLayer dense
                    && !dense.hasBias()
                    && configuration
                            .getNetworkInputs()
                            .containsAll(configuration.getVertexInputs().get(name));
        }

        private static Activation activation(String layer, IActivation function) {
            return DenseGraph.activation(function)
                    .orElseThrow(() -> new IllegalArgumentException("\"" + layer + "\" has the activation " + function
                            + ": a fast network runs identity, relu, leaky relu with slope 0.2, tanh and sigmoid"));
        }

        private static IllegalArgumentException unknown(String name, Object part) {
            return new IllegalArgumentException("\"" + name + "\" is a "
                    + part.getClass().getSimpleName()
                    + ": a fast network runs dense layers, gates, convolutions, residual blocks, batch normalisation,"
                    + " activations and dropout");
        }
    }
}
