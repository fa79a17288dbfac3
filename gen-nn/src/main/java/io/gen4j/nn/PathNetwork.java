package io.gen4j.nn;

import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.nn.graph.LayerPath.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates the network of a {@link LayerPath}: consecutive layers of one kind form a network, and these form a chain. */
final class PathNetwork {

    private PathNetwork() {}

    static Network of(LayerParameters parameters, LayerPath path, BatchStatistics statistics) {
        return LabelledNetwork.of(parameters, path, chain(parameters, path.layers(), statistics));
    }

    private static Network chain(LayerParameters parameters, List<LayerPath.Layer> layers, BatchStatistics statistics) {
        @Nullable Network chain = null;
        for (List<LayerPath.Layer> run : runs(layers)) {
            Network next = run.get(0).kind() == Kind.DENSE
                    ? dense(parameters, run)
                    : ConvolutionalNetwork.of(parameters, run.get(0).requireMap(), statistics, run);
            chain = chain == null ? next : new NetworkChain(chain, next);
        }
        return chain;
    }

    private static List<List<LayerPath.Layer>> runs(List<LayerPath.Layer> layers) {
        List<List<LayerPath.Layer>> runs = new ArrayList<>();
        for (LayerPath.Layer layer : layers) {
            if (runs.isEmpty() || runs.get(runs.size() - 1).get(0).kind() != layer.kind()) {
                runs.add(new ArrayList<>());
            }
            runs.get(runs.size() - 1).add(layer);
        }
        return runs;
    }

    private static DenseNetwork dense(LayerParameters parameters, List<LayerPath.Layer> layers) {
        return new DenseNetwork(
                parameters,
                layers.stream()
                        .map(layer -> new DenseNetwork.Layer(layer.name(), layer.activation(), layer.dropout()))
                        .toArray(DenseNetwork.Layer[]::new));
    }
}
