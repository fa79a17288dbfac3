package io.gen4j.vae;

import io.gen4j.ImageSpec;
import io.gen4j.interop.StateDict;
import io.gen4j.interop.StateTensor;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphParameters;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;

/**
 * Hidden layers of one width on either side of the latent: one in Kingma and Welling 2014, appendix C, two of 200 tanh in
 * Burda et al. 2015. The graph's layers are {@code hidden}, {@code moments} (the mean's outputs, then the log variance's),
 * {@code decoder} and {@code pixels}; further hidden layers are called {@code hidden2} …, {@code decoder2} ….
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

    /** Adds one half's hidden layers; returns the last one's name. */
    private String addHidden(GraphBuilder graph, String half, int inputs, String input) {
        String before = input;
        int width = inputs;
        for (int i = 1; i <= config.layers(); i++) {
            String name = i == 1 ? half : half + i;
            graph.addLayer(name, DenseGraph.layer(width, config.hidden(), config.activation()), before);
            before = name;
            width = config.hidden();
        }
        return before;
    }

    /** The vertex with the label behind another's outputs; that other one if there are no labels. */
    private String labelled(GraphBuilder graph, String vertex) {
        if (labels == 0) {
            return vertex;
        }
        String joined = vertex + "_and_label";
        graph.addVertex(joined, new MergeVertex(), vertex, LABEL);
        return joined;
    }

    /**
     * Those of the usual PyTorch class, which is told no labels, with further layers counted on; a variance that was learnt
     * would be a parameter of its own.
     */
    @Override
    public List<StateDict> stateDicts(String network, GraphParameters parameters) {
        if (labels > 0) {
            return List.of();
        }
        StateDict.Builder tensors = StateDict.generating(network, parameters.graph(), "");
        int latent = config.latent();
        int number = 1;
        for (String name : parameters.path().names()) {
            if (name.equals(MOMENTS)) {
                tensors.linear("fc" + number++, name, 0, latent).linear("fc" + number++, name, latent, 2 * latent);
            } else {
                tensors.linear("fc" + number++, name);
            }
        }
        if (config.learnsVariance()) {
            tensors.add(StateTensor.flat(LearntVariance.LAYER, parameters.bias(LearntVariance.LAYER)));
        }
        return List.of(tensors.build());
    }
}
