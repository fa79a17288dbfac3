package io.gen4j.nn;

import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.internal.BatchLabels;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.ArraysBySize;
import io.gen4j.runtime.internal.InputRows;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network that takes a label beside its features (Mirza and Osindero 2014, arXiv:1411.1784). Its input is
 * {@code [n, features + labels]}, the label one-hot. An embedding, which is a row of numbers for each label, replaces the
 * one-hot columns before the first layer.
 */
public final class LabelledNetwork implements Network {

    private final INDArray embedding;
    private final INDArray embeddingGradient;
    private final int features;
    private final int labels;
    private final int width;
    private final Network dense;
    private final BatchLabels batchLabels;
    private final ArraysBySize joinedBySize = new ArraysBySize();
    private final ArraysBySize gradientsBySize = new ArraysBySize();
    private final ArraysBySize directionsBySize = new ArraysBySize();
    private int[] current = new int[0];

    /**
     * Creates a network.
     *
     * @param layer name of the graph's embedding, a dense layer without bias with the weights {@code [labels, width]}
     * @param features number of columns before the label
     * @param dense its layers, which take {@code [n, features + width]}; closed with this
     */
    public LabelledNetwork(LayerParameters parameters, String layer, int features, Network dense) {
        this(parameters, layer, features, dense, new BatchLabels());
    }

    private LabelledNetwork(
            LayerParameters parameters, String layer, int features, Network dense, BatchLabels batchLabels) {
        Objects.requireNonNull(layer, "layer");
        Objects.requireNonNull(dense, "dense");
        Arguments.requireAtLeast("features", features, 1);
        this.embedding = parameters.weights(layer);
        this.embeddingGradient = parameters.gradientOf(embedding);
        this.features = features;
        this.labels = (int) embedding.size(0);
        this.width = (int) embedding.size(1);
        this.dense = dense;
        this.batchLabels = batchLabels;
    }

    /**
     * Adds the embedding of a path to a network of its layers.
     *
     * @param network of the layers, which takes the embedded label; closed with the result
     * @return the network itself if the path has no embedding
     */
    public static Network of(LayerParameters parameters, LayerPath path, Network network) {
        return of(parameters, path, network, new BatchLabels());
    }

    /** @param batchLabels receives the labels before each forward pass of the network */
    static Network of(LayerParameters parameters, LayerPath path, Network network, BatchLabels batchLabels) {
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(network, "network");
        return path.embedding()
                .<Network>map(layer ->
                        new LabelledNetwork(parameters, layer, features(parameters, path, layer), network, batchLabels))
                .orElse(network);
    }

    /** The number of columns before the label. */
    private static int features(LayerParameters parameters, LayerPath path, String embedding) {
        return (int) (ProjectionNetwork.columns(parameters, path)
                - parameters.weights(embedding).size(1));
    }

    @Override
    public void randomize(RandomGenerator random) {
        dense.randomize(random);
    }

    @Override
    public INDArray forward(INDArray input) {
        return dense.forward(join(input));
    }

    @Override
    public void forwardInto(INDArray input, INDArray target, long firstRow) {
        dense.forwardInto(join(input), target, firstRow);
    }

    /** The features, followed by the embedding of the label. */
    private INDArray join(INDArray input) {
        InputRows.requireExact("input", input, features + labels);
        int n = (int) input.size(0);
        INDArray joined = joinedBySize.get(n, features + width);
        float[] table = new float[labels * width];
        HostMemory.read(embedding, 0, table, table.length);
        float[] row = new float[features + Math.max(labels, width)];
        current = new int[n];
        for (int i = 0; i < n; i++) {
            HostMemory.read(input, (long) i * (features + labels), row, features + labels);
            current[i] = label(row);
            for (int j = 0; j < width; j++) {
                row[features + j] = table[j * labels + current[i]];
            }
            HostMemory.write(row, joined, (long) i * (features + width), features + width);
        }
        batchLabels.set(current);
        return joined;
    }

    @Override
    public void backward(INDArray gradient, ParameterGradients parameterGradients) {
        if (parameterGradients == ParameterGradients.SKIP) {
            dense.backward(gradient, parameterGradients);
        } else {
            backwardEmbedding(dense.backwardToInput(gradient, parameterGradients), parameterGradients);
        }
    }

    /** The gradient by the one-hot columns is 0. */
    @Override
    public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
        INDArray joined = dense.backwardToInput(gradient, parameterGradients);
        backwardEmbedding(joined, parameterGradients);
        int n = current.length;
        INDArray result = gradientsBySize.get(n, features + labels);
        float[] row = new float[features];
        for (int i = 0; i < n; i++) {
            HostMemory.read(joined, (long) i * (features + width), row, features);
            HostMemory.write(row, result, (long) i * (features + labels), features);
        }
        return result;
    }

    private void backwardEmbedding(INDArray joined, ParameterGradients parameterGradients) {
        if (parameterGradients == ParameterGradients.SKIP) {
            return;
        }
        float[] sums = new float[labels * width];
        if (parameterGradients == ParameterGradients.ADD) {
            HostMemory.read(embeddingGradient, 0, sums, sums.length);
        }
        float[] row = new float[width];
        for (int i = 0; i < current.length; i++) {
            HostMemory.read(joined, (long) i * (features + width) + features, row, width);
            for (int j = 0; j < width; j++) {
                sums[j * labels + current[i]] += row[j];
            }
        }
        HostMemory.write(sums, embeddingGradient, 0, sums.length);
    }

    /** The direction's label columns are ignored: a label has no derivative. */
    @Override
    public Network linearized() {
        return new Linearized(dense.linearized());
    }

    private final class Linearized implements Network {

        private final Network linear;

        Linearized(Network linear) {
            this.linear = linear;
        }

        @Override
        public INDArray forward(INDArray direction) {
            int n = (int) direction.size(0);
            INDArray joined = directionsBySize.get(n, features + width);
            float[] row = new float[features + width];
            for (int i = 0; i < n; i++) {
                HostMemory.read(direction, (long) i * (features + labels), row, features);
                HostMemory.write(row, joined, (long) i * row.length, row.length);
            }
            return linear.forward(joined);
        }

        @Override
        public void backward(INDArray gradient, ParameterGradients parameterGradients) {
            linear.backward(gradient, parameterGradients);
            if (parameterGradients == ParameterGradients.WRITE) {
                embeddingGradient.assign(0);
            }
        }

        @Override
        public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
            throw new UnsupportedOperationException("the gradient by a direction is not implemented");
        }

        @Override
        public void close() {}
    }

    private int label(float[] row) {
        int label = 0;
        while (row[features + label] == 0f) {
            label++;
        }
        return label;
    }

    @Override
    public void close() {
        dense.close();
        joinedBySize.close();
        gradientsBySize.close();
        directionsBySize.close();
    }
}
