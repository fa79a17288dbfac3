package io.gen4j.nn;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.nn.graph.LayerPath.Kind;
import io.gen4j.nn.internal.BatchLabels;
import io.gen4j.nn.internal.ChannelPass;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates the network of a {@link LayerPath}: consecutive layers of one kind form a network, and these form a chain. */
final class PathNetwork {

    private PathNetwork() {}

    static Network of(LayerParameters parameters, LayerPath path, BatchStatistics statistics) {
        if (path.projection().isPresent()) {
            return ProjectionNetwork.of(parameters, path, statistics);
        }
        if (path.embedding().isEmpty() && path.layers().stream().anyMatch(layer -> layer.affine() != null)) {
            throw new IllegalArgumentException("the path has class-conditional batch normalisation and no embedding:"
                    + " append an embedding of the label to its input as well");
        }
        BatchLabels labels = new BatchLabels();
        return LabelledNetwork.of(parameters, path, chain(parameters, path.layers(), statistics, labels), labels);
    }

    private static Network chain(
            LayerParameters parameters, List<LayerPath.Layer> layers, BatchStatistics statistics, BatchLabels labels) {
        @Nullable Network chain = null;
        boolean counts = statistics == BatchStatistics.BATCH;
        for (List<LayerPath.Layer> run : runs(layers)) {
            Network next = network(parameters, run, statistics, labels);
            chain = chain == null ? next : new NetworkChain(chain, next);
            LayerPath.Layer last = run.get(run.size() - 1);
            if (isNormalizedDense(last)) {
                chain = new NetworkChain(chain, normalization(parameters, last, statistics, labels, counts));
                counts = false;
            }
        }
        return chain;
    }

    private static boolean isNormalizedDense(LayerPath.Layer layer) {
        return layer.kind() == Kind.DENSE && layer.normalization() != null;
    }

    private static Network normalization(
            LayerParameters parameters,
            LayerPath.Layer layer,
            BatchStatistics statistics,
            BatchLabels labels,
            boolean counts) {
        if (layer.dropout() > 0) {
            throw new IllegalArgumentException(
                    "\"" + layer.name() + "\" is followed by batch normalisation and dropout: choose one of the two");
        }
        int width = (int) parameters.weights(layer.name()).size(1);
        ChannelPass pass = ConvolutionBlock.normalization(
                parameters, layer.normalization(), layer.affine(), layer.activation(), statistics, labels);
        return new NormalizationNetwork(parameters, pass, width, counts);
    }

    private static Network network(
            LayerParameters parameters, List<LayerPath.Layer> run, BatchStatistics statistics, BatchLabels labels) {
        LayerPath.Layer first = run.get(0);
        if (first.gate() != null) {
            return new GatedNetwork(parameters, denseLayer(first), first.gate());
        }
        return first.kind() == Kind.DENSE
                ? dense(parameters, run)
                : ConvolutionalNetwork.of(parameters, first.requireMap(), statistics, run, labels);
    }

    private static List<List<LayerPath.Layer>> runs(List<LayerPath.Layer> layers) {
        List<List<LayerPath.Layer>> runs = new ArrayList<>();
        for (LayerPath.Layer layer : layers) {
            LayerPath.@Nullable Layer previous = layers.get(0) == layer ? null : last(runs);
            if (previous == null || !continues(layer, previous)) {
                runs.add(new ArrayList<>());
            }
            runs.get(runs.size() - 1).add(layer);
        }
        return runs;
    }

    private static LayerPath.Layer last(List<List<LayerPath.Layer>> runs) {
        List<LayerPath.Layer> run = runs.get(runs.size() - 1);
        return run.get(run.size() - 1);
    }

    /** A gated layer is a network of its own, and batch normalisation ends one. */
    private static boolean continues(LayerPath.Layer layer, LayerPath.Layer previous) {
        return layer.kind() == previous.kind()
                && !isNormalizedDense(previous)
                && layer.gate() == null
                && previous.gate() == null;
    }

    private static DenseNetwork dense(LayerParameters parameters, List<LayerPath.Layer> layers) {
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
