package io.gen4j.app.bench;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A graph or part of a graph of one of Gen4J's models. DL4J's layers, backpropagation and Adam run and train it. The
 * weights are copies. Workspaces are off, because DL4J would lose the gradients of the inputs in them.
 */
final class Dl4jGraph {

    /** Adam's decay of the mean of the gradients, for models without a setting for it. */
    static final double BETA1 = 0.9;

    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final String input;
    private final String output;
    private final Adam adam;
    private final Backpropagation graph;
    private long[] outputShape = {};
    private int steps;

    /** Creates a whole graph. */
    Dl4jGraph(ComputationGraph model, double learningRate, double beta1) {
        this(model, model.getConfiguration().getNetworkInputs().get(0), "", learningRate, beta1);
    }

    /**
     * Creates the part of a graph between two vertices.
     *
     * @param input the vertex whose outputs the caller provides; or the graph's first input
     * @param output the vertex whose outputs the graph returns; empty for the graph's own
     */
    Dl4jGraph(ComputationGraph model, String input, String output, double learningRate, double beta1) {
        ComputationGraphConfiguration whole = model.getConfiguration().clone();
        this.input = input;
        this.output = output.isEmpty() ? whole.getNetworkOutputs().get(0) : output;
        this.adam = new Adam(learningRate, beta1, BETA2, EPSILON);
        this.graph = new Backpropagation(cut(whole));
        graph.getConfiguration().getVertices().values().forEach(this::prepare);
        graph.init();
        graph.paramTable().forEach((name, parameter) -> parameter.assign(model.getParam(name)));
    }

    private ComputationGraphConfiguration cut(ComputationGraphConfiguration whole) {
        Set<String> kept = between(whole, input, output);
        whole.getVertices().keySet().retainAll(kept);
        whole.getVertexInputs().keySet().retainAll(kept);
        if (!whole.getNetworkInputs().contains(input)) {
            whole.setNetworkInputs(List.of(input));
        }
        whole.setNetworkOutputs(List.of(output));
        whole.setTopologicalOrder(null);
        whole.setTopologicalOrderStr(null);
        return whole;
    }

    /** The vertices that lead from an input to an output, with the output and without inputs. */
    static Set<String> between(ComputationGraphConfiguration whole, String input, String output) {
        Set<String> kept = new HashSet<>();
        keep(output, input, whole, kept);
        return kept;
    }

    private static void keep(String vertex, String input, ComputationGraphConfiguration whole, Set<String> kept) {
        if (!vertex.equals(input) && whole.getVertices().containsKey(vertex) && kept.add(vertex)) {
            whole.getVertexInputs().get(vertex).forEach(before -> keep(before, input, whole, kept));
        }
    }

    private void prepare(org.deeplearning4j.nn.conf.graph.GraphVertex vertex) {
        if (vertex instanceof LayerVertex layerVertex) {
            NeuralNetConfiguration configuration = layerVertex.getLayerConf();
            // The caller divides the gradients, as Gen4J's models do.
            configuration.setMiniBatch(false);
            if (configuration.getLayer() instanceof BaseLayer layer) {
                layer.setIUpdater(adam);
            }
        }
    }

    /** This graph without the activation of its last layer, for losses on logits. */
    Dl4jGraph withoutLastActivation() {
        LayerVertex last = (LayerVertex) graph.getConfiguration().getVertices().get(output);
        ((BaseLayer) last.getLayerConf().getLayer()).setActivationFn(Activation.IDENTITY.getActivationFunction());
        return this;
    }

    /** Whether a layer depends on the whole batch. */
    boolean normalizesBatches() {
        return graph.paramTable().keySet().stream().anyMatch(name -> name.endsWith("_gamma"));
    }

    /** The number of inputs of the graph. */
    int inputs() {
        return graph.getNumInputArrays();
    }

    /** Runs the graph in training; returns rows, {@code [n, outputs]}. */
    INDArray forward(INDArray... inputs) {
        INDArray result = graph.feedForward(inputs, true, false).get(output);
        outputShape = result.shape();
        return rows(result);
    }

    /** Runs the graph in inference; returns rows. */
    INDArray infer(INDArray... inputs) {
        return rows(graph.output(false, inputs)[0]);
    }

    private static INDArray rows(INDArray array) {
        return array.dup('c').reshape('c', array.size(0), array.length() / array.size(0));
    }

    /** Takes the gradient of the outputs, in rows; returns the gradient of the first input. */
    INDArray backward(INDArray gradient) {
        graph.backpropagate(gradient.reshape('c', outputShape));
        return graph.getVertex(input).getEpsilon();
    }

    /** The gradients of the parameters after {@link #backward}; the next call overwrites them. */
    INDArray gradients() {
        return graph.getFlattenedGradients();
    }

    /** Updates the parameters by Adam. DL4J adds epsilon inside the bias correction; PyTorch and Gen4J outside. */
    void learn() {
        steps++;
        adam.setEpsilon(EPSILON * Math.sqrt(1 - Math.pow(BETA2, steps)));
        graph.getUpdater().update(graph.gradient(), steps - 1, 0, 1, LayerWorkspaceMgr.noWorkspaces());
        graph.params().subi(gradients().reshape(graph.params().shape()));
    }

    /** Gives access to DL4J's internal backward pass, which keeps the gradients of inputs. */
    private static final class Backpropagation extends ComputationGraph {

        private static final long serialVersionUID = 1;

        Backpropagation(ComputationGraphConfiguration configuration) {
            super(configuration);
        }

        void backpropagate(INDArray gradient) {
            calcBackpropGradients(false, false, gradient);
        }
    }
}
