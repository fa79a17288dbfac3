package io.gen4j.adversarial;

import io.gen4j.nn.ConvolutionalNetwork;
import io.gen4j.nn.Network;
import io.gen4j.nn.NetworkChain;
import io.gen4j.nn.ProjectionNetwork;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.ArraysBySize;
import io.gen4j.runtime.internal.InputRows;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network that adds one feature to each row: the deviation between the rows of the batch (Karras et al. 2018,
 * arXiv:1710.10196, section 3). It is the standard deviation over the batch, sqrt(mean of (x - mean)² + 1e-8), averaged
 * over the features. It helps a discriminator to notice a generator whose images are all alike. Real and fake images
 * must not share a batch.
 */
public final class MinibatchStandardDeviation implements Network {

    private static final double EPSILON = 1e-8;

    private final int features;
    private final int copies;
    private final ArraysBySize outputsBySize = new ArraysBySize();
    private final ArraysBySize gradientsBySize = new ArraysBySize();
    private float[] values = new float[0];
    private double[] means = new double[0];
    private double[] deviations = new double[0];

    /** @param features columns of the input; the output has one more */
    public MinibatchStandardDeviation(int features) {
        this(features, 1);
    }

    /** @param copies number of output columns behind the features that receive the deviation */
    MinibatchStandardDeviation(int features, int copies) {
        Arguments.requireAtLeast("features", features, 1);
        this.features = features;
        this.copies = copies;
    }

    /**
     * Creates a discriminator with the deviation before its last layer. A dense layer receives one additional column, a
     * convolution one additional channel.
     *
     * @param path the discriminator's layers; the last one takes the column or channel, and has no batch normalisation
     */
    public static Network beforeLast(LayerParameters parameters, LayerPath path) {
        LayerPath.Layer last = path.last();
        LayerPath body = path.beforeLast();
        Network first = Network.of(parameters, body, BatchStatistics.BATCH);
        if (last.kind() == LayerPath.Kind.DENSE) {
            int features = (int) parameters.weights(last.name()).size(0) - 1;
            Network head = Network.of(parameters, path.from(last.name()), BatchStatistics.BATCH);
            return path.projection().isPresent()
                    ? new ProjectionNetwork(
                            parameters,
                            path.projection().get(),
                            ProjectionNetwork.columns(parameters, path),
                            first,
                            new FeatureMap(features, 1, 1),
                            new NetworkChain(new MinibatchStandardDeviation(features), head))
                    : between(first, features, head);
        }
        FeatureMap seen = ConvolutionalNetwork.output(parameters, body);
        FeatureMap joined = new FeatureMap(seen.channels() + 1, seen.height(), seen.width());
        // The head has no batch normalisation, so it must not count batches either.
        Network head = ConvolutionalNetwork.of(parameters, joined, BatchStatistics.RUNNING, List.of(last));
        Network deviation = new MinibatchStandardDeviation(seen.size(), seen.height() * seen.width());
        return path.projection().isPresent()
                ? new ProjectionNetwork(
                        parameters,
                        path.projection().get(),
                        ProjectionNetwork.columns(parameters, path),
                        first,
                        seen,
                        new NetworkChain(deviation, head))
                : chain(first, deviation, head);
    }

    /**
     * Joins two parts of a discriminator through the deviation.
     *
     * @param body a network with {@code features} output columns
     * @param head a network with one more input column
     */
    public static Network between(Network body, int features, Network head) {
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(head, "head");
        return chain(body, new MinibatchStandardDeviation(features), head);
    }

    private static Network chain(Network body, Network deviation, Network head) {
        return new NetworkChain(body, new NetworkChain(deviation, head));
    }

    @Override
    public INDArray forward(INDArray input) {
        InputRows.requireExact("input", input, features);
        int n = (int) input.size(0);
        values = new float[n * features];
        HostMemory.read(input, 0, values, values.length);
        measure(n);
        float mean = 0;
        for (double deviation : deviations) {
            mean += (float) (deviation / features);
        }
        INDArray output = outputsBySize.get(n, features + copies);
        float[] row = new float[features + copies];
        Arrays.fill(row, features, row.length, mean);
        for (int i = 0; i < n; i++) {
            System.arraycopy(values, i * features, row, 0, features);
            HostMemory.write(row, output, (long) i * row.length, row.length);
        }
        return output;
    }

    private void measure(int n) {
        means = new double[features];
        deviations = new double[features];
        for (int i = 0; i < values.length; i++) {
            means[i % features] += (double) values[i] / n;
        }
        for (int i = 0; i < values.length; i++) {
            double difference = values[i] - means[i % features];
            deviations[i % features] += difference * difference / n;
        }
        for (int j = 0; j < features; j++) {
            deviations[j] = Math.sqrt(deviations[j] + EPSILON);
        }
    }

    /** Does nothing, whatever the arguments: there are no weights. */
    @Override
    public void backward(INDArray gradient, ParameterGradients parameterGradients) {}

    /** The gradient of the deviation, summed over all rows, times (x - mean) / (n * features * deviation). */
    @Override
    public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
        int n = values.length / features;
        int width = features + copies;
        InputRows.requireExact("gradient", gradient, width, n);
        float[] gradients = new float[n * width];
        HostMemory.read(gradient, 0, gradients, gradients.length);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = features; j < width; j++) {
                sum += gradients[i * width + j];
            }
        }
        double factor = sum / ((double) n * features);
        INDArray result = gradientsBySize.get(n, features);
        float[] row = new float[features];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < features; j++) {
                double own = factor * (values[i * features + j] - means[j]) / deviations[j];
                row[j] = (float) (gradients[i * width + j] + own);
            }
            HostMemory.write(row, result, (long) i * features, features);
        }
        return result;
    }

    @Override
    public void close() {
        outputsBySize.close();
        gradientsBySize.close();
    }
}
