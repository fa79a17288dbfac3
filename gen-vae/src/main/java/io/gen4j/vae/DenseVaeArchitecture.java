package io.gen4j.vae;

import io.gen4j.ImageSpec;
import io.gen4j.interop.StateDict;
import io.gen4j.interop.StateTensor;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.LayerPath;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;

/**
 * A dense encoder and decoder with hidden layers of equal width. Kingma and Welling 2014, appendix C, use one layer.
 * Burda et al. 2015 use two layers of 200 tanh units.
 *
 * <p>The graph's layers are {@code hidden}, {@code moments}, {@code decoder} and {@code pixels}. The outputs of {@code
 * moments} are the means, then the log variances. Further hidden layers are named {@code hidden2} … and {@code
 * decoder2} …. The gate of a gated layer has its name with {@code _gate}, and their product with {@code _gated}.
 */
record DenseVaeArchitecture(VaeConfig config, ImageSpec spec, int labels) implements VaeArchitecture {

    private static final String HIDDEN = "hidden";

    @Override
    public void addLayers(GraphBuilder graph) {
        int pixels = spec.shape().size();
        int latent = config.latent();
        String encoded = addHidden(graph, HIDDEN, pixels + labels, labelled(graph, IMAGE));
        graph.addLayer(MOMENTS, DenseGraph.layer(config.hidden(), 2 * latent, Activation.IDENTITY), encoded)
                .addVertex(MEAN, new SubsetVertex(0, latent - 1), MOMENTS);
        String decoded = addHidden(graph, DECODER, latent + labels, labelled(graph, MEAN));
        graph.addLayer(PIXELS, DenseGraph.layer(config.hidden(), pixels, Activation.SIGMOID), decoded);
    }

    @Override
    public String moments() {
        return MOMENTS;
    }

    /** Adds the hidden layers of one half. Returns the name of the last one. */
    private String addHidden(GraphBuilder graph, String half, int inputs, String input) {
        String before = input;
        int width = inputs;
        for (int i = 1; i <= config.layers(); i++) {
            String name = i == 1 ? half : half + i;
            graph.addLayer(name, DenseGraph.layer(width, config.hidden(), config.hiddenActivation()), before);
            before = config.gated() ? addGate(graph, name, width, before) : name;
            width = config.hidden();
        }
        return before;
    }

    /** Adds the gate of a layer with the same input. Returns the vertex of their product. */
    private String addGate(GraphBuilder graph, String layer, int inputs, String input) {
        String gate = layer + "_gate";
        String product = layer + "_gated";
        graph.addLayer(gate, DenseGraph.layer(inputs, config.hidden(), Activation.SIGMOID), input)
                .addVertex(product, new ElementWiseVertex(ElementWiseVertex.Op.Product), layer, gate);
        return product;
    }

    /**
     * Appends the label to a vertex's outputs and returns the new vertex. Without labels, returns the vertex itself.
     */
    private String labelled(GraphBuilder graph, String vertex) {
        if (labels == 0) {
            return vertex;
        }
        String joined = vertex + "_and_label";
        graph.addVertex(joined, new MergeVertex(), vertex, LABEL);
        return joined;
    }

    /**
     * The tensor names of the usual PyTorch class, with numbers for further layers. The class of a conditional model has
     * the same names. It appends a one-hot label to the image and to the latent, so {@code fc1} and the decoder's first
     * layer have more columns. A learnt variance is a separate parameter.
     */
    @Override
    public List<StateDict> stateDicts(String network, GraphParameters parameters) {
        StateDict.Builder tensors = StateDict.generating(network, parameters.graph(), "");
        int latent = config.latent();
        int number = 1;
        for (LayerPath.Layer layer : parameters.path().layers()) {
            String tensor = "fc" + number++;
            if (layer.name().equals(MOMENTS)) {
                tensors.linear(tensor, layer.name(), 0, latent)
                        .linear("fc" + number++, layer.name(), latent, 2 * latent);
            } else {
                tensors.linear(tensor, layer.name());
            }
            if (layer.gate() != null) {
                tensors.linear(tensor + "_gate", layer.gate());
            }
        }
        if (config.learnsPrior()) {
            tensors.embedding(PseudoInputs.LAYER, PseudoInputs.LAYER);
        }
        if (config.learnsVariance()) {
            tensors.add(StateTensor.flat(LearntVariance.LAYER, parameters.bias(LearntVariance.LAYER)));
        }
        return List.of(tensors.build());
    }
}
