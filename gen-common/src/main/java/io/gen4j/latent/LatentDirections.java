package io.gen4j.latent;

import io.gen4j.Checks;
import io.gen4j.GenerativeModel;
import io.gen4j.nn.graph.InferenceGraph;
import io.gen4j.nn.graph.InferenceGraph.Input;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Finds directions in latent space along which a model's images change. Use {@link #ofLabels} if you have labelled images
 * and an encoder, and {@link #principal} without images.
 */
public final class LatentDirections {

    private LatentDirections() {}

    /**
     * One direction per label: from the mean latent of all other images to the mean latent of the label's (Larsen et al. 2016,
     * section 3.2). Labels without images, or with all images, have none.
     *
     * @param encoded images with labels
     * @param labelNames by label
     * @throws IllegalArgumentException if the images have no labels, or a label has no name
     */
    public static List<LatentDirection> ofLabels(EncodedImages encoded, List<String> labelNames) {
        if (encoded.labels().length == 0) {
            throw new IllegalArgumentException("the images have no labels: directions of labels need some");
        }
        List<String> names = Arguments.copyOf("labelNames", labelNames);
        for (int label : encoded.labels()) {
            if (label >= names.size()) {
                throw new IllegalArgumentException(
                        "labelNames has " + names.size() + " names: must have one for the label " + label);
            }
        }
        int size = (int) encoded.latents().size(1);
        double[][] sums = new double[labelNames.size()][size];
        int[] counts = new int[labelNames.size()];
        double[] total = new double[size];
        float[] latent = new float[size];
        for (int image = 0; image < encoded.labels().length; image++) {
            HostMemory.read(encoded.latents(), (long) image * size, latent, size);
            int label = encoded.labels()[image];
            counts[label]++;
            for (int i = 0; i < size; i++) {
                sums[label][i] += latent[i];
                total[i] += latent[i];
            }
        }
        List<LatentDirection> directions = new ArrayList<>();
        for (int label = 0; label < counts.length; label++) {
            int inside = counts[label];
            int outside = encoded.labels().length - inside;
            if (inside > 0 && outside > 0) {
                double[] difference = new double[size];
                for (int i = 0; i < size; i++) {
                    difference[i] = sums[label][i] / inside - (total[i] - sums[label][i]) / outside;
                }
                directions.add(direction(labelNames.get(label), difference));
            }
        }
        return directions;
    }

    /**
     * The directions that change the first layer's outputs most (Shen and Zhou 2021, "SeFa", arXiv:2007.06600). They are
     * the eigenvectors of A A', where A holds the weights from the latent to that layer. They need no images. Their names
     * are {@code principal 1}, {@code principal 2} and so on.
     *
     * @param count how many, 1 to the size of a latent
     * @throws IllegalArgumentException if the count lies outside its range, or the model does not say which graph draws its images
     */
    public static List<LatentDirection> principal(GenerativeModel model, int count) {
        Checks.requireWithin("count", count, 1, model.latentSize());
        RealMatrix weights = firstWeights(model);
        EigenDecomposition eigen = new EigenDecomposition(weights.multiply(weights.transpose()));
        // The decomposition of a symmetric matrix has its eigenvalues in descending order.
        return IntStream.range(0, count)
                .mapToObj(i -> direction(
                        "principal " + (i + 1), eigen.getEigenvector(i).toArray()))
                .toList();
    }

    /** {@code [latentSize, outputs]} of the layer that takes the latent; a label's columns behind the latent are left out. */
    private static RealMatrix firstWeights(GenerativeModel model) {
        List<InferenceGraph> graphs = model.inferenceGraphs();
        if (graphs.isEmpty()) {
            throw new IllegalArgumentException("the model family " + model.family()
                    + " does not say which graph draws its images: its class must override inferenceGraphs()");
        }
        InferenceGraph generator = graphs.get(0);
        String latent = generator.inputs().stream()
                .filter(input -> input.name().equals(InferenceGraph.LATENT))
                .map(Input::vertex)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the " + generator.name() + " takes no latent"));
        INDArray weights = generator
                .graph()
                .getLayer(layerBehind(generator.graph(), latent))
                .getParam("W");
        int rows = model.latentSize();
        double[][] values = new double[rows][];
        try (INDArray ordered = weights.dup('c')) {
            int columns = (int) (ordered.length() / ordered.size(0));
            float[] row = new float[columns];
            for (int i = 0; i < rows; i++) {
                HostMemory.read(ordered, (long) i * columns, row, columns);
                values[i] = IntStream.range(0, columns).mapToDouble(j -> row[j]).toArray();
            }
        }
        return new Array2DRowRealMatrix(values, false);
    }

    private static String layerBehind(ComputationGraph graph, String vertex) {
        Map<String, GraphVertex> vertices = graph.getConfiguration().getVertices();
        for (Map.Entry<String, List<String>> entry :
                graph.getConfiguration().getVertexInputs().entrySet()) {
            // A label is joined behind the latent.
            if (entry.getValue().get(0).equals(vertex)) {
                GraphVertex next = vertices.get(entry.getKey());
                if (next instanceof LayerVertex) {
                    return entry.getKey();
                } else if (next instanceof MergeVertex) {
                    return layerBehind(graph, entry.getKey());
                }
            }
        }
        throw new IllegalArgumentException("no layer takes the vertex \"" + vertex + "\" as it is");
    }

    /** Scales a vector to length 1, with a positive largest number: eigenvectors have no sign of their own. */
    private static LatentDirection direction(String name, double[] vector) {
        double length = 0;
        double largest = 0;
        for (double value : vector) {
            length += value * value;
            largest = Math.abs(value) > Math.abs(largest) ? value : largest;
        }
        boolean flipped = name.startsWith("principal ") && largest < 0;
        double scale = length == 0 ? 0 : (flipped ? -1 : 1) / Math.sqrt(length);
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] * scale);
        }
        return new LatentDirection(name, unit);
    }
}
