package io.gen4j.nn;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.ArraysBySize;
import io.gen4j.runtime.internal.InputRows;
import java.util.List;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A discriminator that takes the label by projection (Miyato and Koyama 2018, arXiv:1802.05637, equation 4): head(h) +
 * e(label) · s(h). Here h = body(x) are features, and s(h) is their sum over the pixels, divided by sqrt(pixels). Its
 * input is {@code [n, columns + labels]}, the label one-hot. {@link Network#logitsOf} creates it from a graph of {@link
 * io.gen4j.nn.graph.ConditionalGraph#addProjection}; use this class for a body and a head of your own.
 */
public final class ProjectionNetwork implements Network {

    private final Network body;
    private final Network head;
    private final INDArray embedding;
    private final INDArray embeddingGradient;
    private final int columns;
    private final int labels;
    private final int channels;
    private final int pixels;
    private final float share;
    private final ArraysBySize inputsBySize = new ArraysBySize();
    private final ArraysBySize directionsBySize = new ArraysBySize();
    private final ArraysBySize outputsBySize = new ArraysBySize();
    private final ArraysBySize derivativesBySize = new ArraysBySize();
    private final ArraysBySize gradientsBySize = new ArraysBySize();
    private int[] current = new int[0];
    private float[] features = new float[0];

    /**
     * Creates a network.
     *
     * @param layer name of the graph's embedding, a dense layer without bias with the weights {@code [labels, channels]}
     * @param columns number of columns before the label
     * @param body from {@code [n, columns]} to the features {@code [n, map.size()]}, channels first; closed with this
     * @param map shape of the features
     * @param head from the features to {@code [n, 1]}; closed with this
     */
    public ProjectionNetwork(
            LayerParameters parameters, String layer, int columns, Network body, FeatureMap map, Network head) {
        this.body = body;
        this.head = head;
        this.embedding = parameters.weights(layer);
        this.embeddingGradient = parameters.gradientOf(embedding);
        this.columns = columns;
        this.labels = (int) embedding.size(0);
        this.channels = map.channels();
        this.pixels = map.height() * map.width();
        this.share = (float) (1 / Math.sqrt(pixels));
        if (embedding.size(1) != channels) {
            throw new IllegalArgumentException("the embedding has " + embedding.size(1) + " columns: must have "
                    + channels + ", one per channel of the features");
        }
    }

    /** Creates the network of a path with a projection, which is that of logits. */
    static ProjectionNetwork of(LayerParameters parameters, LayerPath path, BatchStatistics statistics) {
        String layer = path.projection().orElseThrow();
        if (path.last().activation() != Activation.IDENTITY) {
            throw new IllegalArgumentException("\"" + path.last().name() + "\" has a projection and the activation "
                    + path.last().activation() + ": only its logits can be had, use Network.logitsOf");
        }
        LayerPath body = path.beforeLast();
        int columns = columns(parameters, path);
        if (path.last().kind() == LayerPath.Kind.DENSE) {
            int features = (int) parameters.weights(path.last().name()).size(0);
            return new ProjectionNetwork(
                    parameters,
                    layer,
                    columns,
                    Network.of(parameters, body, statistics),
                    new FeatureMap(features, 1, 1),
                    Network.of(parameters, path.from(path.last().name()), statistics));
        }
        FeatureMap seen = ConvolutionalNetwork.output(parameters, body);
        Network convolutions = Network.of(parameters, body, statistics);
        // The head has no batch normalisation, so it must not count batches either.
        Network last = ConvolutionalNetwork.of(parameters, seen, BatchStatistics.RUNNING, List.of(path.last()));
        return new ProjectionNetwork(parameters, layer, columns, convolutions, seen, last);
    }

    /** The number of columns of a path's input, without a label. */
    public static int columns(LayerParameters parameters, LayerPath path) {
        LayerPath.Layer first = path.layers().get(0);
        return first.kind() == LayerPath.Kind.DENSE
                ? (int) parameters.weights(first.name()).size(0)
                : first.requireMap().size();
    }

    @Override
    public void randomize(RandomGenerator random) {
        body.randomize(random);
        head.randomize(random);
    }

    @Override
    public INDArray forward(INDArray input) {
        InputRows.requireExact("input", input, columns + labels);
        int n = (int) input.size(0);
        INDArray images = inputsBySize.get(n, columns);
        current = split(input, images);
        INDArray seen = body.forward(images);
        features = pooled(seen);
        return plus(head.forward(seen), features, outputsBySize.get(n, 1));
    }

    /** Copies the columns before the label, and returns the labels. */
    private int[] split(INDArray input, INDArray images) {
        int n = (int) input.size(0);
        int[] result = new int[n];
        float[] row = new float[columns + labels];
        for (int i = 0; i < n; i++) {
            HostMemory.read(input, (long) i * row.length, row, row.length);
            HostMemory.write(row, images, (long) i * columns, columns);
            while (result[i] < labels - 1 && row[columns + result[i]] == 0f) {
                result[i]++;
            }
        }
        return result;
    }

    /** s(h), {@code [n, channels]}. */
    private float[] pooled(INDArray seen) {
        int n = (int) seen.size(0);
        float[] sums = new float[n * channels];
        float[] row = new float[channels * pixels];
        for (int i = 0; i < n; i++) {
            HostMemory.read(seen, (long) i * row.length, row, row.length);
            for (int c = 0; c < channels; c++) {
                float sum = 0;
                for (int p = 0; p < pixels; p++) {
                    sum += row[c * pixels + p];
                }
                sums[i * channels + c] = sum * share;
            }
        }
        return sums;
    }

    private float[] table() {
        float[] table = new float[labels * channels];
        HostMemory.read(embedding, 0, table, table.length);
        return table;
    }

    private INDArray plus(INDArray outputs, float[] sums, INDArray target) {
        float[] values = new float[current.length];
        HostMemory.read(outputs, 0, values, values.length);
        float[] table = table();
        for (int i = 0; i < values.length; i++) {
            for (int c = 0; c < channels; c++) {
                values[i] += table[c * labels + current[i]] * sums[i * channels + c];
            }
        }
        HostMemory.write(values, target, 0, values.length);
        return target;
    }

    @Override
    public void backward(INDArray gradient, ParameterGradients parameterGradients) {
        body.backward(byFeatures(head, features, gradient, parameterGradients), parameterGradients);
    }

    /** The gradient by the one-hot columns is 0. */
    @Override
    public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
        INDArray byImages =
                body.backwardToInput(byFeatures(head, features, gradient, parameterGradients), parameterGradients);
        int n = current.length;
        INDArray result = gradientsBySize.get(n, columns + labels);
        float[] row = new float[columns];
        for (int i = 0; i < n; i++) {
            HostMemory.read(byImages, (long) i * columns, row, columns);
            HostMemory.write(row, result, (long) i * (columns + labels), columns);
        }
        return result;
    }

    /** The gradient by the features; on the way, those by the weights of the head and by the embedding. */
    private INDArray byFeatures(Network last, float[] sums, INDArray gradient, ParameterGradients parameterGradients) {
        float[] slopes = new float[current.length];
        HostMemory.read(gradient, 0, slopes, slopes.length);
        INDArray byFeatures = last.backwardToInput(gradient, parameterGradients);
        float[] table = table();
        float[] row = new float[channels * pixels];
        for (int i = 0; i < slopes.length; i++) {
            HostMemory.read(byFeatures, (long) i * row.length, row, row.length);
            for (int c = 0; c < channels; c++) {
                float added = slopes[i] * share * table[c * labels + current[i]];
                for (int p = 0; p < pixels; p++) {
                    row[c * pixels + p] += added;
                }
            }
            HostMemory.write(row, byFeatures, (long) i * row.length, row.length);
        }
        double[] byTable = new double[table.length];
        for (int i = 0; i < slopes.length; i++) {
            for (int c = 0; c < channels; c++) {
                byTable[c * labels + current[i]] += slopes[i] * sums[i * channels + c];
            }
        }
        parameterGradients.store(byTable, embeddingGradient);
        return byFeatures;
    }

    /** The direction's label columns are ignored: a label has no derivative. */
    @Override
    public Network linearized() {
        return new Linearized(body.linearized(), head.linearized());
    }

    private final class Linearized implements Network {

        private final Network linearBody;
        private final Network linearHead;
        private float[] derivatives = new float[0];

        Linearized(Network linearBody, Network linearHead) {
            this.linearBody = linearBody;
            this.linearHead = linearHead;
        }

        @Override
        public INDArray forward(INDArray direction) {
            int n = (int) direction.size(0);
            INDArray images = directionsBySize.get(n, columns);
            split(direction, images);
            INDArray derivative = linearBody.forward(images);
            derivatives = pooled(derivative);
            return plus(linearHead.forward(derivative), derivatives, derivativesBySize.get(n, 1));
        }

        @Override
        public void backward(INDArray gradient, ParameterGradients parameterGradients) {
            linearBody.backward(byFeatures(linearHead, derivatives, gradient, parameterGradients), parameterGradients);
        }

        @Override
        public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
            throw new UnsupportedOperationException("the gradient by a direction is not implemented");
        }

        @Override
        public void close() {}
    }

    @Override
    public void close() {
        body.close();
        head.close();
        for (ArraysBySize arrays :
                List.of(inputsBySize, directionsBySize, outputsBySize, derivativesBySize, gradientsBySize)) {
            arrays.close();
        }
    }
}
