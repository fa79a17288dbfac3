package io.gen4j.vae;

import static org.nd4j.linalg.activations.Activation.IDENTITY;
import static org.nd4j.linalg.activations.Activation.RELU;
import static org.nd4j.linalg.activations.Activation.SIGMOID;

import io.gen4j.interop.StateDict;
import io.gen4j.interop.StateTensor;
import io.gen4j.model.ImageSpec;
import io.gen4j.nn.Activation;
import io.gen4j.nn.DenseGraph;
import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.DenseNetwork.Layer;
import io.gen4j.nn.GraphParameters;
import java.util.List;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One hidden layer of rectified linear units on either side of the latent (Kingma and Welling 2014, appendix C). The
 * graph's layers are {@code hidden}, {@code moments} (the mean's outputs, then the log variance's), {@code decoder} and
 * {@code pixels}.
 */
record DenseVaeArchitecture(VaeConfig config, ImageSpec spec, int labels) implements VaeArchitecture {

    private static final String HIDDEN = "hidden";
    private static final String MOMENTS = "moments";
    private static final String DECODER = "decoder";

    @Override
    public void addLayers(GraphBuilder graph) {
        int pixels = spec.shape().size();
        int latent = config.latent();
        int hidden = config.hidden();
        graph.addLayer(HIDDEN, DenseGraph.layer(pixels + labels, hidden, RELU), labelled(graph, IMAGE))
                .addLayer(MOMENTS, DenseGraph.layer(hidden, 2 * latent, IDENTITY), HIDDEN)
                .addVertex(MEAN, new SubsetVertex(0, latent - 1), MOMENTS)
                .addLayer(DECODER, DenseGraph.layer(latent + labels, hidden, RELU), labelled(graph, MEAN))
                .addLayer(PIXELS, DenseGraph.layer(hidden, pixels, SIGMOID), DECODER);
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

    /** Those of the usual PyTorch class, which is told no labels; a variance that was learnt would be a parameter of its own. */
    @Override
    public List<StateDict> stateDicts(String network, ComputationGraph graph) {
        if (labels > 0) {
            return List.of();
        }
        int latent = config.latent();
        StateDict.Builder tensors = StateDict.generating(network, graph, "")
                .linear("fc1", HIDDEN)
                .linear("fc2", MOMENTS, 0, latent)
                .linear("fc3", MOMENTS, latent, 2 * latent)
                .linear("fc4", DECODER)
                .linear("fc5", PIXELS);
        if (config.learnsVariance()) {
            INDArray logVariance = graph.getLayer(LearntVariance.LAYER).getParam("b");
            tensors.add(StateTensor.flat(LearntVariance.LAYER, logVariance));
        }
        return List.of(tensors.build());
    }

    @Override
    public void initialize(GraphParameters parameters, RandomGenerator random) {
        parameters.initialize(random, HIDDEN, MOMENTS, DECODER, PIXELS);
    }

    @Override
    public DenseNetwork newEncoder(GraphParameters parameters) {
        return new DenseNetwork(
                parameters, new Layer(HIDDEN, Activation.RELU), new Layer(MOMENTS, Activation.IDENTITY));
    }

    @Override
    public DenseNetwork newDecoder(GraphParameters parameters) {
        return newDecoder(parameters, Activation.SIGMOID);
    }

    @Override
    public DenseNetwork newLogitDecoder(GraphParameters parameters) {
        return newDecoder(parameters, Activation.IDENTITY);
    }

    private static DenseNetwork newDecoder(GraphParameters parameters, Activation last) {
        return new DenseNetwork(parameters, new Layer(DECODER, Activation.RELU), new Layer(PIXELS, last));
    }
}
