package io.gen4j.adversarial;

import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.runtime.HostMemory;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The weights of one layer and their largest singular value, for {@link SpectralNormalization}. */
final class SpectralWeights {

    /** Steps before the first use. Later, one step per update suffices. */
    private static final int FIRST_ITERATIONS = 15;

    /** The smallest norm to divide by. Weights that are all 0 therefore stay 0. */
    private static final double LEAST = 1e-12;

    private final INDArray weights;
    private final INDArray gradients;
    private final int rows;
    private final int columns;
    /**
     * The weights as the optimiser knows them. DL4J's dense and convolution weights both form rows of [outputs, rest].
     */
    private final float[] raw;

    private final float[] scratch;
    private final float[] left;
    private final float[] right;
    private float norm = 1;

    SpectralWeights(GraphParameters parameters, String layer, RandomGenerator random) {
        weights = parameters.weights(layer);
        gradients = parameters.gradientOf(weights);
        rows = (int) weights.size(weights.rank() == 2 ? 1 : 0);
        columns = (int) weights.length() / rows;
        raw = new float[rows * columns];
        scratch = new float[rows * columns];
        left = new float[rows];
        right = new float[columns];
        for (int i = 0; i < rows; i++) {
            left[i] = (float) random.nextGaussian();
        }
        HostMemory.read(weights, 0, raw, raw.length);
        for (int i = 0; i < FIRST_ITERATIONS; i++) {
            iterate();
        }
    }

    float[] left() {
        return left;
    }

    /** Divides the weights by their largest singular value, after one more step towards it. */
    void normalize() {
        HostMemory.read(weights, 0, raw, raw.length);
        norm = iterate();
        for (int i = 0; i < raw.length; i++) {
            scratch[i] = raw[i] / norm;
        }
        HostMemory.write(scratch, weights, 0, raw.length);
    }

    /** Sets v to W'u and u to W v, each with unit length. Returns u'W v. */
    private float iterate() {
        Arrays.fill(right, 0);
        for (int r = 0; r < rows; r++) {
            addRow(r, left[r]);
        }
        normalize(right);
        for (int r = 0; r < rows; r++) {
            left[r] = (float) dot(r);
        }
        return normalize(left);
    }

    private void addRow(int row, float factor) {
        int offset = row * columns;
        for (int c = 0; c < columns; c++) {
            right[c] += factor * raw[offset + c];
        }
    }

    private double dot(int row) {
        int offset = row * columns;
        double sum = 0;
        for (int c = 0; c < columns; c++) {
            sum += (double) raw[offset + c] * right[c];
        }
        return sum;
    }

    private static float normalize(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        double length = Math.max(LEAST, Math.sqrt(squares));
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) length;
        }
        return (float) length;
    }

    /** Restores the original weights. */
    void restore() {
        HostMemory.write(raw, weights, 0, raw.length);
    }

    /** Converts the gradient with respect to the normalised weights to one with respect to the original weights. */
    void backward() {
        HostMemory.read(gradients, 0, scratch, scratch.length);
        double product = 0;
        for (int i = 0; i < raw.length; i++) {
            product += (double) scratch[i] * raw[i];
        }
        float along = (float) (product / norm);
        for (int r = 0; r < rows; r++) {
            float factor = along * left[r];
            int offset = r * columns;
            for (int c = 0; c < columns; c++) {
                scratch[offset + c] = (scratch[offset + c] - factor * right[c]) / norm;
            }
        }
        HostMemory.write(scratch, gradients, 0, scratch.length);
    }
}
