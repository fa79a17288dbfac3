package io.gen4j.nn.device.internal;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.nn.graph.LayerPath.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The layers of a network, without arrays for a batch.
 *
 * @param parameters of the layers
 * @param path the layers in order, and the embedding of the label
 * @param statistics what batch normalisation normalises by
 * @param deviation whether the last layer also takes the deviation between the rows of the batch
 * @param packing images that are one row of the first layer's input
 */
public record NetworkLayers(
        LayerParameters parameters, LayerPath path, BatchStatistics statistics, boolean deviation, int packing) {

    /** @throws IllegalArgumentException if class-conditional batch normalisation has no embedding to give it the label */
    public NetworkLayers {
        if (path.embedding().isEmpty() && path.layers().stream().anyMatch(layer -> layer.affine() != null)) {
            throw new IllegalArgumentException("the path has class-conditional batch normalisation and no embedding:"
                    + " append an embedding of the label to its input as well");
        }
    }

    /** Layers without the deviation between rows and without packs. */
    public NetworkLayers(LayerParameters parameters, LayerPath path, BatchStatistics statistics) {
        this(parameters, path, statistics, false, 1);
    }

    /** Gives the masks of dropout, which the host draws. */
    public interface Masks {

        /** An array {@code [rows, width]} of 0 and 1 / (1 - probability) in every pass. */
        INDArray mask(double probability, long rows, long width);
    }

    /** The masks of a network without dropout. */
    public static final Masks NO_MASKS = (probability, rows, width) -> {
        throw new IllegalArgumentException("dropout of " + probability + " needs masks, and this pass has none");
    };

    /** The numbers of one image or latent, before the label. */
    public int features() {
        LayerPath.Layer first = path.layers().get(0);
        int inputs = first.kind() == Kind.DENSE
                ? (int) parameters.weights(first.name()).size(0)
                : first.requireMap().size();
        return inputs / packing
                - path.embedding()
                        .map(name -> (int) parameters.weights(name).size(1))
                        .orElse(0);
    }

    /** The number of labels of the embedding or the projection; 0 if there is none. */
    public int labels() {
        return path.embedding()
                .or(path::projection)
                .map(name -> (int) parameters.weights(name).size(0))
                .orElse(0);
    }

    /** How many batches a forward pass counts, as the fast networks of the same layers do. */
    public int batchesCounted() {
        if (statistics != BatchStatistics.BATCH) {
            return 0;
        }
        List<LayerPath.Layer> layers = path.layers();
        int counted = 0;
        boolean normalizedDense = false;
        for (int i = 0; i < layers.size() - (deviation ? 1 : 0); i++) {
            LayerPath.Layer layer = layers.get(i);
            boolean begins = i == 0 || layers.get(i - 1).kind() == Kind.DENSE;
            counted += layer.kind() == Kind.CONVOLUTION && begins ? 1 : 0;
            normalizedDense |= layer.kind() == Kind.DENSE && layer.normalization() != null;
        }
        return counted + (normalizedDense ? 1 : 0);
    }

    /**
     * The layers on arrays.
     *
     * @param features the first columns of the input, without gaps
     * @param labels one-hot, joined to the features, or embedded if the path has an embedding; null for none
     * @param arrays allocates the rest
     */
    public NetworkPass pass(INDArray features, @Nullable INDArray labels, Masks masks, DeviceArrays arrays) {
        return new NetworkPass(new Chain(features, labels, masks, arrays).layers, features, arrays);
    }

    /** What lies before a layer: its index among the passes, its input, and the shape of that if it is an image. */
    private record Place(
            int index, INDArray input, @Nullable FeatureMap map) {}

    /** Puts the passes of the layers behind each other. */
    private final class Chain {

        private final @Nullable INDArray labels;
        private List<LayerPass> layers = new ArrayList<>();
        private final Masks masks;
        private final DeviceArrays arrays;
        private INDArray last;
        private @Nullable FeatureMap map;
        /** The place of each layer that may begin a residual block. */
        private final Map<String, Place> places = new HashMap<>();

        Chain(INDArray features, @Nullable INDArray labels, Masks masks, DeviceArrays arrays) {
            this.labels = labels;
            this.masks = masks;
            this.arrays = arrays;
            this.last = features;
            @Nullable PackPass pack = packing == 1 ? null : new PackPass(features, packing, arrays);
            if (pack != null) {
                add(pack);
            }
            if (labels != null && path.projection().isEmpty()) {
                INDArray table = path.embedding().map(parameters::weights).orElse(null);
                add(new LabelPass(features, labels, table, arrays));
            }
            path.layers().subList(0, path.layers().size() - 1).forEach(this::add);
            if (path.projection().isPresent()) {
                addProjection(parameters.weights(path.projection().get()));
            } else {
                addLast();
            }
            if (pack != null) {
                add(pack.spread(last));
            }
        }

        private void addLast() {
            if (deviation) {
                addDeviation();
            }
            add(path.last());
        }

        private void addProjection(INDArray table) {
            if (labels == null || path.last().activation() != Activation.IDENTITY) {
                throw new IllegalArgumentException("a projection takes labels, and gives logits");
            }
            INDArray features = last;
            FeatureMap seen = map == null ? new FeatureMap((int) last.size(1), 1, 1) : map;
            List<LayerPass> body = layers;
            layers = new ArrayList<>(body);
            addLast();
            NetworkPass head = new NetworkPass(layers.subList(body.size(), layers.size()), features, arrays);
            layers = body;
            add(new ProjectionPass(head, labels, table, seen, arrays));
        }

        private void addDeviation() {
            int copies = map == null ? 1 : map.height() * map.width();
            add(new DeviationPass(last, copies, arrays));
            map = map == null ? null : new FeatureMap(map.channels() + 1, map.height(), map.width());
        }

        private void add(LayerPath.Layer layer) {
            places.put(layer.name(), new Place(layers.size(), last, map));
            if (layer.gate() != null) {
                addGated(layer, layer.gate());
            } else {
                addWeights(layer);
                addNormalization(layer);
                addShortcut(layer.shortcut());
                add(new ActivationPass(layer.activation(), last, gradient(), arrays));
            }
            if (layer.dropout() > 0) {
                add(new DropoutPass(masks.mask(layer.dropout(), last.size(0), last.size(1)), last, gradient()));
            }
        }

        private void addWeights(LayerPath.Layer layer) {
            if (layer.kind() == Kind.DENSE) {
                add(new DenseLayerPass(parameters, layer.name(), last, arrays));
                map = null;
            } else {
                FeatureMap input = map == null || layers.isEmpty() ? layer.requireMap() : map;
                ConvolutionLayerPass pass = new ConvolutionLayerPass(parameters, layer.name(), input, last, arrays);
                add(pass);
                map = pass.outputMap();
            }
        }

        private void addNormalization(LayerPath.Layer layer) {
            if (layer.normalization() != null) {
                FeatureMap normalized = map == null ? new FeatureMap((int) last.size(1), 1, 1) : map;
                add(new NormalizationLayerPass(
                        parameters, layer.normalization(), statistics, normalized, last, arrays));
                addAffine(layer, normalized);
            }
        }

        /** Makes one pass of the layers since the shortcut began and of the shortcut. */
        private void addShortcut(LayerPath.@Nullable Shortcut shortcut) {
            if (shortcut == null) {
                return;
            }
            Place from = places.get(shortcut.from());
            NetworkPass body = new NetworkPass(layers.subList(from.index(), layers.size()), from.input(), arrays);
            LayerPass convolution =
                    new ConvolutionLayerPass(parameters, shortcut.layer(), from.map(), from.input(), arrays);
            layers = new ArrayList<>(layers.subList(0, from.index()));
            add(new ResidualPass(body, new NetworkPass(List.of(convolution), from.input(), arrays), arrays));
        }

        private void addGated(LayerPath.Layer layer, String gate) {
            add(new GatePass(dense(layer.name(), layer.activation()), dense(gate, Activation.SIGMOID), arrays));
            map = null;
        }

        /** A dense layer on the last output, as a network of its own. */
        private NetworkPass dense(String name, Activation activation) {
            LayerPass product = new DenseLayerPass(parameters, name, last, arrays);
            LayerPass activated = new ActivationPass(activation, product.output(), product.outputGradient(), arrays);
            return new NetworkPass(List.of(product, activated), last, arrays);
        }

        private void addAffine(LayerPath.Layer layer, FeatureMap normalized) {
            if (layer.affine() != null && labels != null) {
                add(new LabelAffinePass(
                        last,
                        normalized,
                        labels,
                        parameters.weights(layer.affine().scale()),
                        parameters.weights(layer.affine().shift()),
                        arrays));
            }
        }

        private INDArray gradient() {
            return layers.get(layers.size() - 1).outputGradient();
        }

        private void add(LayerPass pass) {
            layers.add(pass);
            last = pass.output();
        }
    }
}
