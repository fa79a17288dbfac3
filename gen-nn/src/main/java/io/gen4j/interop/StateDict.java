package io.gen4j.interop;

import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.runtime.internal.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The tensors of one network, with the names and shapes of PyTorch's {@code state_dict}. Use it to exchange weights with
 * PyTorch. Each tensor is a view of its place in a DL4J graph.
 *
 * @param network its name among the model's networks, such as {@code generator}
 * @param generates whether drawing images takes this network; one that serves the training alone may be left out of a file
 * @param tensors in any order
 */
public record StateDict(String network, boolean generates, List<StateTensor> tensors) {

    private static final int MAX_NAMES_SHOWN = 12;

    /** Keeps its own copy of the list. */
    public StateDict {
        Objects.requireNonNull(network, "network");
        tensors = Arguments.copyOf("tensors", tensors);
    }

    /**
     * The tensors of a network that draws images, taken from a graph layer by layer.
     *
     * @param prefix in front of every name, such as {@code G.}; may be empty
     */
    public static Builder generating(String network, ComputationGraph graph, String prefix) {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(graph, "graph");
        Objects.requireNonNull(prefix, "prefix");
        return new Builder(network, true, graph, prefix);
    }

    /** As {@link #generating}, for a network that serves the training alone, such as a discriminator. */
    public static Builder training(String network, ComputationGraph graph, String prefix) {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(graph, "graph");
        Objects.requireNonNull(prefix, "prefix");
        return new Builder(network, false, graph, prefix);
    }

    /** Copies all tensors of some networks, by name. */
    public static Map<String, Tensor> export(List<StateDict> networks) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Arguments.copyOf("networks", networks).stream()
                .flatMap(network -> network.tensors.stream())
                .forEach(each -> tensors.put(each.name(), each.get()));
        return tensors;
    }

    /**
     * Sets all tensors of some networks, or none if anything is wrong. A network that only serves the training may be
     * missing from the source, and then stays as it is.
     *
     * @param source where the tensors come from, for messages
     * @return the networks that were set
     * @throws InvalidDataException if a tensor is missing or unknown, or has another shape or type; the message names it
     */
    public static List<StateDict> load(List<StateDict> networks, Map<String, Tensor> tensors, String source)
            throws InvalidDataException {
        Objects.requireNonNull(source, "source");
        Arguments.copyOfSome("networks", networks);
        requireKnown(networks, tensors, source);
        List<StateDict> found = new ArrayList<>();
        for (StateDict network : networks) {
            if (network.generates || network.isIn(tensors)) {
                network.check(tensors, source);
                found.add(network);
            }
        }
        for (StateDict network : found) {
            network.tensors.forEach(tensor -> tensor.set(tensors.get(tensor.name())));
        }
        return found;
    }

    private boolean isIn(Map<String, Tensor> given) {
        return tensors.stream().anyMatch(tensor -> given.containsKey(tensor.name()));
    }

    private void check(Map<String, Tensor> given, String source) throws InvalidDataException {
        for (StateTensor tensor : tensors) {
            Tensor found = given.get(tensor.name());
            String expected = tensor.type() + " " + Tensor.text(tensor.shape());
            if (found == null) {
                throw new InvalidDataException(
                        source + " has no tensor \"" + tensor.name() + "\": expected " + expected);
            }
            if (found.type().isFloat() != tensor.type().isFloat() || !Arrays.equals(found.shape(), tensor.shape())) {
                throw new InvalidDataException(
                        source + ": tensor \"" + tensor.name() + "\" is " + found + ": expected " + expected);
            }
            if (!tensor.type().isFloat()) {
                checkCounts(tensor.name(), found.longs(), source);
            }
        }
    }

    private static void checkCounts(String name, long[] counts, String source) throws InvalidDataException {
        for (long count : counts) {
            if (count < 0 || count > Integer.MAX_VALUE) {
                throw new InvalidDataException(
                        source + ": tensor \"" + name + "\" is " + count + ": expected 0 to " + Integer.MAX_VALUE);
            }
        }
    }

    private static void requireKnown(List<StateDict> networks, Map<String, Tensor> tensors, String source)
            throws InvalidDataException {
        Set<String> known = new HashSet<>();
        networks.forEach(network -> network.tensors.forEach(tensor -> known.add(tensor.name())));
        for (String name : tensors.keySet()) {
            if (!known.contains(name)) {
                String names = known.stream().sorted().limit(MAX_NAMES_SHOWN).collect(Collectors.joining(", "));
                throw new InvalidDataException(source + " has a tensor \"" + Printable.of(name) + "\": expected "
                        + names + (known.size() > MAX_NAMES_SHOWN ? " …" : ""));
            }
        }
    }

    /** Collects the tensors of a graph's layers. */
    public static final class Builder {

        private final String network;
        private final boolean generates;
        private final ComputationGraph graph;
        private final String prefix;
        private final List<StateTensor> tensors = new ArrayList<>();

        private Builder(String network, boolean generates, ComputationGraph graph, String prefix) {
            this.network = network;
            this.generates = generates;
            this.graph = graph;
            this.prefix = prefix;
        }

        /**
         * A dense layer, PyTorch's Linear: DL4J's weights are {@code [inputs, outputs]}, PyTorch's the other way round.
         *
         * @param name PyTorch's, without {@code .weight}
         * @param layer the graph's
         */
        public Builder linear(String name, String layer) {
            Objects.requireNonNull(layer, "layer");
            return linear(name, layer, 0, (int) parameter(layer, "W").size(1));
        }

        /** As {@link #linear(String, String)}, for some outputs of a layer: {@code from} to {@code to}, exclusive. */
        public Builder linear(String name, String layer, int from, int to) {
            Objects.requireNonNull(layer, "layer");
            Objects.requireNonNull(name, "name");
            long outputs = parameter(layer, "W").size(1);
            Arguments.requireWithin("from", from, 0, outputs - 1);
            Arguments.requireWithin("to", to, from + 1L, outputs);
            INDArray weights = parameter(layer, "W").get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
            add(StateTensor.of(prefix + name + ".weight", weights.permute(1, 0)));
            if (hasParameter(layer, "b")) {
                INDArray bias = parameter(layer, "b");
                INDArray row = bias.reshape(1, bias.length());
                INDArray part = row.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
                add(StateTensor.flat(prefix + name + ".bias", part));
            }
            return this;
        }

        /** A dense layer that takes labels one-hot, PyTorch's Embedding: {@code [labels, width]} in both. */
        public Builder embedding(String name, String layer) {
            return add(StateTensor.of(prefix + name + ".weight", parameter(layer, "W")));
        }

        /** A convolution or a transposed one: DL4J's and PyTorch's weights have the same four dimensions. */
        public Builder convolution(String name, String layer) {
            add(StateTensor.of(prefix + name + ".weight", parameter(layer, "W")));
            return hasParameter(layer, "b")
                    ? add(StateTensor.flat(prefix + name + ".bias", parameter(layer, "b")))
                    : this;
        }

        /**
         * Batch normalisation: scale and shift if the layer learns them, running mean and variance. PyTorch counts the batches too, and makes no use of
         * the count by default; here it is the graph's count of iterations.
         */
        public Builder batchNormalization(String name, String layer) {
            if (hasParameter(layer, "gamma")) {
                add(StateTensor.flat(prefix + name + ".weight", parameter(layer, "gamma")));
                add(StateTensor.flat(prefix + name + ".bias", parameter(layer, "beta")));
            }
            add(StateTensor.flat(prefix + name + ".running_mean", parameter(layer, "mean")));
            add(StateTensor.flat(prefix + name + ".running_var", parameter(layer, "var")));
            return add(StateTensor.counter(
                    prefix + name + ".num_batches_tracked",
                    graph.getConfiguration()::getIterationCount,
                    graph.getConfiguration()::setIterationCount));
        }

        /**
         * All layers of the graph's {@link LayerPath}, as in PyTorch's Sequential: numbered by their places, where batch
         * normalisation and activations have places too. If there is an embedding, it is called {@code label_emb}, and the
         * other layers are in {@code model}. So they are with a projection, whose embedding is {@code projection}. The
         * embeddings of class-conditional batch normalisation have its name, with {@code .scale} and {@code .shift}. The
         * shortcut of a residual block has the name of the block's last layer, with {@code .shortcut}.
         *
         * @param steps places that follow each layer, batch normalisation aside: 1 for an activation, 2 with dropout
         */
        public Builder sequential(int steps) {
            Arguments.requireAtLeast("steps", steps, 0);
            LayerPath path = LayerPath.of(graph);
            path.embedding().ifPresent(layer -> embedding("label_emb", layer));
            path.projection().ifPresent(layer -> embedding("projection", layer));
            String parent = path.embedding().isPresent() || path.projection().isPresent() ? "model." : "";
            int place = 0;
            for (LayerPath.Layer layer : path.layers()) {
                if (layer.shortcut() != null) {
                    convolution(parent + place + ".shortcut", layer.shortcut().layer());
                }
                layer(parent + place++, layer);
                if (layer.normalization() != null) {
                    batchNormalization(parent + place, layer.normalization());
                    if (layer.affine() != null) {
                        embedding(parent + place + ".scale", layer.affine().scale());
                        embedding(parent + place + ".shift", layer.affine().shift());
                    }
                    place++;
                }
                place += steps;
            }
            return this;
        }

        /**
         * A layer of the graph's path, without the batch normalisation that may follow it.
         *
         * @throws IllegalArgumentException if the layer has a gate: PyTorch has no module of both
         */
        public Builder layer(String name, LayerPath.Layer layer) {
            Objects.requireNonNull(name, "name");
            if (layer.gate() != null) {
                throw new IllegalArgumentException(
                        "\"" + layer.name() + "\" is gated by \"" + layer.gate() + "\": name both layers by linear");
            }
            return switch (layer.kind()) {
                case DENSE -> linear(name, layer.name());
                case CONVOLUTION -> convolution(name, layer.name());
            };
        }

        /** Any other tensor; its name is taken as it is. */
        public Builder add(StateTensor tensor) {
            tensors.add(tensor);
            return this;
        }

        private INDArray parameter(String layer, String key) {
            return graph.getLayer(layer).getParam(key);
        }

        private boolean hasParameter(String layer, String key) {
            return graph.getLayer(layer).paramTable().containsKey(key);
        }

        /** The tensors so far. */
        public StateDict build() {
            return new StateDict(network, generates, tensors);
        }
    }
}
