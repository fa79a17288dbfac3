package io.gen4j.vae;

import io.gen4j.ImageSpec;
import io.gen4j.interop.StateDict;
import io.gen4j.interop.StateTensor;
import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.DenseNetwork.Layer;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Hidden layers of one width on either side of the latent: one in Kingma and Welling 2014, appendix C, two of 200 tanh in
 * Burda et al. 2015. The graph's layers are {@code hidden}, {@code moments} (the mean's outputs, then the log variance's),
 * {@code decoder} and {@code pixels}; further hidden layers are called {@code hidden2} …, {@code decoder2} ….
 */
record DenseVaeArchitecture(VaeConfig config, ImageSpec spec, int labels) implements VaeArchitecture {

    private static final String HIDDEN = "hidden";
    private static final String MOMENTS = "moments";
    private static final String DECODER = "decoder";

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
        for (String name : hidden(half)) {
            graph.addLayer(name, DenseGraph.layer(width, config.hidden(), config.activation()), before);
            before = name;
            width = config.hidden();
        }
        return before;
    }

    /** The names of one half's hidden layers, in order. */
    private List<String> hidden(String half) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= config.layers(); i++) {
            names.add(i == 1 ? half : half + i);
        }
        return names;
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
    public List<StateDict> stateDicts(String network, ComputationGraph graph) {
        if (labels > 0) {
            return List.of();
        }
        StateDict.Builder tensors = StateDict.generating(network, graph, "");
        int number = 1;
        for (String name : hidden(HIDDEN)) {
            tensors.linear("fc" + number++, name);
        }
        int latent = config.latent();
        tensors.linear("fc" + number++, MOMENTS, 0, latent).linear("fc" + number++, MOMENTS, latent, 2 * latent);
        for (String name : hidden(DECODER)) {
            tensors.linear("fc" + number++, name);
        }
        tensors.linear("fc" + number, PIXELS);
        if (config.learnsVariance()) {
            INDArray logVariance = graph.getLayer(LearntVariance.LAYER).getParam("b");
            tensors.add(StateTensor.flat(LearntVariance.LAYER, logVariance));
        }
        return List.of(tensors.build());
    }

    @Override
    public void initialize(GraphParameters parameters, RandomGenerator random) {
        hidden(HIDDEN).forEach(name -> parameters.initialize(random, name));
        parameters.initialize(random, MOMENTS);
        hidden(DECODER).forEach(name -> parameters.initialize(random, name));
        parameters.initialize(random, PIXELS);
    }

    @Override
    public DenseNetwork newEncoder(GraphParameters parameters) {
        return newNetwork(parameters, HIDDEN, new Layer(MOMENTS, Activation.IDENTITY));
    }

    @Override
    public DenseNetwork newDecoder(GraphParameters parameters) {
        return newNetwork(parameters, DECODER, new Layer(PIXELS, Activation.SIGMOID));
    }

    @Override
    public DenseNetwork newLogitDecoder(GraphParameters parameters) {
        return newNetwork(parameters, DECODER, new Layer(PIXELS, Activation.IDENTITY));
    }

    private DenseNetwork newNetwork(GraphParameters parameters, String half, Layer last) {
        List<Layer> layers = new ArrayList<>();
        hidden(half).forEach(name -> layers.add(new Layer(name, config.activation())));
        layers.add(last);
        return new DenseNetwork(parameters, layers.toArray(Layer[]::new));
    }
}
