package io.gen4j.nn;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.nn.graph.LayerPath.Kind;
import io.gen4j.nn.internal.BatchLabels;
import io.gen4j.nn.internal.ChannelPass;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates the network of a {@link LayerPath}. Consecutive layers of one kind form a network, a residual block forms one,
 * and these form a chain.
 */
final class PathNetwork {

    private final LayerParameters parameters;
    private final BatchStatistics statistics;
    private final BatchLabels labels;
    private @Nullable Network chain;
    private @Nullable FeatureMap map;
    private boolean countsDense;
    private boolean countsConvolutions;

    private PathNetwork(LayerParameters parameters, BatchStatistics statistics, BatchLabels labels) {
        this.parameters = parameters;
        this.statistics = statistics;
        this.labels = labels;
        this.countsDense = statistics == BatchStatistics.BATCH;
        this.countsConvolutions = countsDense;
    }

    static Network of(LayerParameters parameters, LayerPath path, BatchStatistics statistics) {
        if (path.projection().isPresent()) {
            return ProjectionNetwork.of(parameters, path, statistics);
        }
        if (path.embedding().isEmpty() && path.layers().stream().anyMatch(layer -> layer.affine() != null)) {
            throw new IllegalArgumentException("the path has class-conditional batch normalisation and no embedding:"
                    + " append an embedding of the label to its input as well");
        }
        BatchLabels labels = new BatchLabels();
        PathNetwork layers = new PathNetwork(parameters, statistics, labels);
        layers.addAll(path.layers());
        return LabelledNetwork.of(parameters, path, layers.chain, labels);
    }

    private void addAll(List<LayerPath.Layer> layers) {
        int next = 0;
        while (next < layers.size()) {
            int end = blockEnd(layers, next);
            if (end > next) {
                addBlock(layers.subList(next, end));
            } else {
                end = runEnd(layers, next);
                addRun(layers.subList(next, end));
            }
            next = end;
        }
    }

    /** The index behind the residual block that begins at this layer; the layer's own index if none does. */
    private static int blockEnd(List<LayerPath.Layer> layers, int first) {
        for (int i = first; i < layers.size(); i++) {
            LayerPath.Shortcut shortcut = layers.get(i).shortcut();
            if (shortcut != null && shortcut.from().equals(layers.get(first).name())) {
                return i + 1;
            }
        }
        return first;
    }

    private static int runEnd(List<LayerPath.Layer> layers, int first) {
        int end = first + 1;
        while (end < layers.size() && continues(layers.get(end), layers.get(end - 1)) && blockEnd(layers, end) == end) {
            end++;
        }
        return end;
    }

    /** A gated layer is a network of its own, and batch normalisation ends one. */
    private static boolean continues(LayerPath.Layer layer, LayerPath.Layer previous) {
        return layer.kind() == previous.kind()
                && !isNormalizedDense(previous)
                && layer.gate() == null
                && previous.gate() == null;
    }

    private static boolean isNormalizedDense(LayerPath.Layer layer) {
        return layer.kind() == Kind.DENSE && layer.normalization() != null;
    }

    private void append(Network next) {
        chain = chain == null ? next : new NetworkChain(chain, next);
    }

    private void addBlock(List<LayerPath.Layer> layers) {
        LayerPath.Layer last = layers.get(layers.size() - 1);
        FeatureMap input = input(layers.get(0));
        PathNetwork body = new PathNetwork(parameters, statistics, labels);
        body.map = input;
        body.countsDense = false;
        body.countsConvolutions = countsConvolutions;
        List<LayerPath.Layer> inner = new ArrayList<>(layers);
        inner.set(inner.size() - 1, last.beforeSum());
        body.addAll(inner);
        ConvolutionalNetwork shortcut = new ConvolutionalNetwork(
                parameters,
                input,
                BatchStatistics.RUNNING,
                List.of(new ConvolutionalNetwork.Layer(last.shortcut().layer(), Activation.IDENTITY)));
        if (!shortcut.output().equals(body.map)) {
            throw new IllegalArgumentException("\"" + last.shortcut().layer() + "\" gives " + shortcut.output()
                    + ", and \"" + last.name() + "\" gives " + body.map + ": only equal shapes can be added");
        }
        append(new ResidualNetwork(body.chain, shortcut, last.activation()));
        map = body.map;
        countsConvolutions = false;
    }

    private FeatureMap input(LayerPath.Layer first) {
        return map == null ? first.requireMap() : map;
    }

    private void addRun(List<LayerPath.Layer> run) {
        LayerPath.Layer last = run.get(run.size() - 1);
        if (last.kind() == Kind.CONVOLUTION) {
            ConvolutionalNetwork network =
                    ConvolutionalNetwork.of(parameters, input(run.get(0)), statistics, run, labels, countsConvolutions);
            append(network);
            map = network.output();
            countsConvolutions = false;
            return;
        }
        append(last.gate() == null ? dense(run) : new GatedNetwork(parameters, denseLayer(last), last.gate()));
        if (isNormalizedDense(last)) {
            append(normalization(last));
            countsDense = false;
        }
        map = null;
        countsConvolutions = statistics == BatchStatistics.BATCH;
    }

    private Network normalization(LayerPath.Layer layer) {
        if (layer.dropout() > 0) {
            throw new IllegalArgumentException(
                    "\"" + layer.name() + "\" is followed by batch normalisation and dropout: choose one of the two");
        }
        int width = (int) parameters.weights(layer.name()).size(1);
        ChannelPass pass = ConvolutionBlock.normalization(
                parameters, layer.normalization(), layer.affine(), layer.activation(), statistics, labels);
        return new NormalizationNetwork(parameters, pass, width, countsDense);
    }

    private DenseNetwork dense(List<LayerPath.Layer> layers) {
        return new DenseNetwork(
                parameters,
                layers.stream()
                        .map(layer -> isNormalizedDense(layer)
                                ? new DenseNetwork.Layer(layer.name(), Activation.IDENTITY)
                                : denseLayer(layer))
                        .toArray(DenseNetwork.Layer[]::new));
    }

    private static DenseNetwork.Layer denseLayer(LayerPath.Layer layer) {
        return new DenseNetwork.Layer(layer.name(), layer.activation(), layer.dropout());
    }
}
