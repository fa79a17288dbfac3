package io.gen4j.prior.internal;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.WorkerPool;
import io.gen4j.runtime.internal.ArraysBySize;
import io.gen4j.runtime.internal.MatrixProduct;
import io.gen4j.runtime.internal.MatrixProduct.Matrix;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The log density of a mixture of normal distributions with equal weights and diagonal covariances, and its gradients
 * with respect to the points and to the moments of the components.
 *
 * <p>With the precisions P = exp(-log variance), the log density of component c is -1/2 sum(z^2 P) + sum(z m P) + a
 * constant: two matrix products for all points and components. r(c|z) is the posterior probability of a component. The
 * gradient of log p(z) is then -sum_c r(c|z) (z - m) P by z, r (z - m) P by m, and 1/2 r ((z - m)^2 P - 1) by the log
 * variance.
 */
public final class DiagonalMixture implements AutoCloseable {

    private static final int PARTS = 16;

    /** Below exp of it, a component's share of a density is less than a float's rounding. */
    private static final double NEGLIGIBLE = -25;

    private final int size;
    private final ArraysBySize squares = new ArraysBySize();
    private final ArraysBySize shares = new ArraysBySize();
    private final ArraysBySize products = new ArraysBySize();
    private final ArraysBySize pointGradients = new ArraysBySize();
    private final ArraysBySize byComponent = new ArraysBySize();
    private final ArraysBySize precisionArrays = new ArraysBySize();
    private final ArraysBySize weightedMeanArrays = new ArraysBySize();
    private final ArraysBySize momentGradients = new ArraysBySize();
    private float[] moments = new float[0];
    private float[] precisions = new float[0];
    private float[] weightedMeans = new float[0];
    private INDArray points = Nd4j.empty(DataType.FLOAT);

    /** @param size the numbers of a point */
    public DiagonalMixture(int size) {
        this.size = size;
    }

    private int components() {
        return moments.length / (2 * size);
    }

    /**
     * Computes the log density of points.
     *
     * @param newPoints {@code [n, size]}, 'c' order; kept until {@link #backward}
     * @param momentArray {@code [components, 2 size]}, 'c' order: the means, then the log variances
     * @return one number per point, in nats
     */
    public double[] logDensities(INDArray newPoints, INDArray momentArray) {
        points = newPoints;
        read(momentArray);
        int n = (int) points.size(0);
        int components = components();
        INDArray squared = squares.get(n, size);
        HostMemory.write(squared(points), squared, 0, n * size);
        INDArray logs = shares.get(n, components);
        product(precisionArray(), true, squared, logs, 0);
        scale(logs, -0.5f);
        product(weightedMeanArray(), true, points, logs, 1);
        return normalize(logs, constants());
    }

    private static float[] squared(INDArray array) {
        float[] values = new float[(int) array.length()];
        HostMemory.read(array, 0, values, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] *= values[i];
        }
        return values;
    }

    private static void scale(INDArray array, float factor) {
        float[] values = new float[(int) array.length()];
        HostMemory.read(array, 0, values, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        HostMemory.write(values, array, 0, values.length);
    }

    private void read(INDArray momentArray) {
        int length = (int) momentArray.length();
        if (moments.length != length) {
            moments = new float[length];
            precisions = new float[length / 2];
            weightedMeans = new float[length / 2];
        }
        HostMemory.read(momentArray, 0, moments, length);
        for (int i = 0; i < precisions.length; i++) {
            int mean = mean(i);
            precisions[i] = (float) Math.exp(-moments[mean + size]);
            weightedMeans[i] = moments[mean] * precisions[i];
        }
        HostMemory.write(precisions, precisionArray(), 0, precisions.length);
        HostMemory.write(weightedMeans, weightedMeanArray(), 0, weightedMeans.length);
    }

    private INDArray precisionArray() {
        return precisionArrays.get(components(), size);
    }

    private INDArray weightedMeanArray() {
        return weightedMeanArrays.get(components(), size);
    }

    private int mean(int i) {
        return i / size * 2 * size + i % size;
    }

    /** For each component, the part of its log density that does not depend on the point. */
    private double[] constants() {
        int components = components();
        double[] constants = new double[components];
        for (int i = 0; i < precisions.length; i++) {
            int mean = mean(i);
            constants[i / size] -= 0.5
                    * ((double) moments[mean] * moments[mean] * precisions[i]
                            + moments[mean + size]
                            + Math.log(2 * Math.PI));
        }
        for (int c = 0; c < components; c++) {
            constants[c] -= Math.log(components);
        }
        return constants;
    }

    /** Replaces the log densities of components, less their constants, by the components' shares. */
    private static double[] normalize(INDArray logs, double[] constants) {
        int n = (int) logs.size(0);
        int width = constants.length;
        double[] densities = new double[n];
        int parts = Math.min(PARTS, n);
        WorkerPool.shared().run(parts, part -> {
            float[] row = new float[width];
            double[] values = new double[width];
            for (int r = part * n / parts; r < (part + 1) * n / parts; r++) {
                HostMemory.read(logs, (long) r * width, row, width);
                densities[r] = normalize(row, values, constants);
                HostMemory.write(row, logs, (long) r * width, width);
            }
        });
        return densities;
    }

    private static double normalize(float[] row, double[] values, double[] constants) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < values.length; c++) {
            values[c] = row[c] + constants[c];
            greatest = Math.max(greatest, values[c]);
        }
        double sum = 0;
        for (int c = 0; c < values.length; c++) {
            double difference = values[c] - greatest;
            values[c] = difference < NEGLIGIBLE ? 0 : Math.exp(difference);
            sum += values[c];
        }
        for (int c = 0; c < values.length; c++) {
            row[c] = (float) (values[c] / sum);
        }
        return greatest + Math.log(sum);
    }

    /**
     * Computes the gradient of a weighted sum of the last log densities with respect to the points.
     *
     * @param weights one per point
     * @return {@code [n, size]}; the next call overwrites it
     */
    public INDArray backward(float[] weights) {
        int n = weights.length;
        INDArray weighted = shares.get(n, components());
        weigh(weighted, weights);
        INDArray gradient = pointGradients.get(n, size);
        INDArray product = products.get(n, size);
        product(precisionArray(), false, weighted, product, 0);
        product(weightedMeanArray(), false, weighted, gradient, 0);
        float[] byPrecision = new float[n * size];
        float[] z = new float[n * size];
        float[] result = new float[n * size];
        HostMemory.read(product, 0, byPrecision, z.length);
        HostMemory.read(points, 0, z, z.length);
        HostMemory.read(gradient, 0, result, z.length);
        for (int i = 0; i < z.length; i++) {
            result[i] -= z[i] * byPrecision[i];
        }
        HostMemory.write(result, gradient, 0, z.length);
        return gradient;
    }

    private static void weigh(INDArray array, float[] weights) {
        int width = (int) array.size(1);
        float[] row = new float[width];
        for (int r = 0; r < weights.length; r++) {
            HostMemory.read(array, (long) r * width, row, width);
            for (int i = 0; i < width; i++) {
                row[i] *= weights[r];
            }
            HostMemory.write(row, array, (long) r * width, width);
        }
    }

    /**
     * Computes the gradient with respect to the moments, after {@link #backward}.
     *
     * @return {@code [components, 2 size]}; the next call overwrites it
     */
    public INDArray momentGradients() {
        int components = components();
        INDArray weighted = shares.get(points.size(0), components);
        float[] first = transposedProduct(points, weighted);
        float[] second = transposedProduct(squares.get(points.size(0), size), weighted);
        float[] sums = columnSums(weighted);
        float[] gradient = new float[moments.length];
        for (int i = 0; i < first.length; i++) {
            int at = mean(i);
            double mean = moments[at];
            double sum = sums[i / size];
            gradient[at] = (float) ((first[i] - mean * sum) * precisions[i]);
            gradient[at + size] =
                    (float) (0.5 * ((second[i] - 2 * mean * first[i] + mean * mean * sum) * precisions[i] - sum));
        }
        INDArray result = momentGradients.get(components, 2L * size);
        HostMemory.write(gradient, result, 0, gradient.length);
        return result;
    }

    /** For each component, the sum of the points by its shares. */
    private float[] transposedProduct(INDArray rows, INDArray weighted) {
        INDArray product = byComponent.get(components(), size);
        MatrixProduct.multiply(
                Matrix.of(rows, size), false, Matrix.of(weighted, components()), true, Matrix.of(product, size), 0);
        float[] values = new float[components() * size];
        HostMemory.read(product, 0, values, values.length);
        return values;
    }

    private static float[] columnSums(INDArray array) {
        float[] sums = new float[(int) array.size(1)];
        float[] row = new float[sums.length];
        for (long r = 0; r < array.size(0); r++) {
            HostMemory.read(array, r * row.length, row, row.length);
            for (int i = 0; i < row.length; i++) {
                sums[i] += row[i];
            }
        }
        return sums;
    }

    /** Multiplies rows by the components' numbers, or by their transpose. */
    private void product(INDArray components, boolean transpose, INDArray rows, INDArray target, float keep) {
        MatrixProduct.multiply(
                Matrix.of(components, size),
                transpose,
                Matrix.of(rows, (int) rows.size(1)),
                false,
                Matrix.of(target, (int) target.size(1)),
                keep);
    }

    @Override
    public void close() {
        squares.close();
        shares.close();
        products.close();
        pointGradients.close();
        byComponent.close();
        precisionArrays.close();
        weightedMeanArrays.close();
        momentGradients.close();
    }
}
