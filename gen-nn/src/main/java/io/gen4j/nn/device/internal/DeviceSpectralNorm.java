package io.gen4j.nn.device.internal;

import io.gen4j.checkpoint.State;
import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.graph.GraphParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Spectral normalisation (Miyato et al. 2018, arXiv:1802.05957) by operations. Passes run on W / s(W), s being the largest
 * singular value. The gradient by W is (G - sum(G * W / s) u v') / s.
 */
public final class DeviceSpectralNorm {

    /** Steps before the first use. Later, one step per update suffices. */
    private static final int FIRST_ITERATIONS = 15;

    private static final double LEAST = 1e-12;

    private final List<Layer> layers = new ArrayList<>();
    private final Program before = new Program();
    private final Program restoring = new Program();
    private final Program converting = new Program();

    /**
     * Normalises the weights of every layer, including embeddings.
     *
     * @param random source of the initial vectors of power iteration
     */
    public DeviceSpectralNorm(GraphParameters parameters, RandomGenerator random, DeviceArrays arrays) {
        for (String name : parameters.weightedLayers()) {
            layers.add(new Layer(name, parameters, random, arrays));
        }
        layers.forEach(Layer::record);
    }

    /** Divides the weights, after one more step towards their singular values. */
    public Program before() {
        return before;
    }

    /** Restores the weights after passes. */
    public Program restoring() {
        return restoring;
    }

    /** Converts the gradients by divided weights to those by the weights. */
    public Program converting() {
        return converting;
    }

    /** Writes the vectors, as the host does. */
    public void save(State state) {
        layers.forEach(layer -> state.put(layer.name, Transfer.download(layer.left)));
    }

    /** Reads the vectors. */
    public void restore(State state) throws InvalidDataException {
        for (Layer layer : layers) {
            float[] vector = new float[(int) layer.left.length()];
            state.read(layer.name, vector);
            Transfer.upload(vector, layer.left);
        }
    }

    /** One layer's weights as rows {@code [outputs, rest]}. */
    private final class Layer {

        private final String name;
        private final DeviceArrays arrays;
        private final INDArray weights;
        private final INDArray gradients;
        private final INDArray raw;
        private final INDArray left;
        private final INDArray right;
        private final INDArray norm;
        private final INDArray length;

        Layer(String name, GraphParameters parameters, RandomGenerator random, DeviceArrays arrays) {
            this.name = name;
            this.arrays = arrays;
            INDArray array = parameters.weights(name);
            long rows = array.size(array.rank() == 2 ? 1 : 0);
            long columns = array.length() / rows;
            weights = DeviceArrays.as(array, rows, columns);
            gradients = DeviceArrays.as(Gradients.of(parameters).by(array), rows, columns);
            raw = arrays.zeros(rows, columns);
            left = arrays.zeros(rows, 1);
            right = arrays.zeros(columns, 1);
            norm = arrays.zeros(1, 1);
            length = arrays.zeros(1, 1);
            float[] drawn = new float[(int) rows];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = (float) random.nextGaussian();
            }
            Transfer.upload(drawn, left);
            Program iteration = new Program();
            addIteration(iteration, weights);
            for (int i = 0; i < FIRST_ITERATIONS; i++) {
                iteration.run();
            }
        }

        /** Sets v to W'u and u to W v, each with unit length, and the norm to u'W v. */
        private void addIteration(Program program, INDArray matrix) {
            program.matrixProduct(matrix, true, left, false, right);
            normalize(program, right, length);
            program.matrixProduct(matrix, false, right, false, left);
            normalize(program, left, norm);
        }

        private void normalize(Program program, INDArray vector, INDArray size) {
            program.length(vector, size, 0, 1);
            program.maximum(size, arrays.scalar(LEAST), size);
            program.divided(vector, size, vector);
        }

        void record() {
            addIteration(before, weights);
            before.assign(weights, raw);
            before.divided(weights, norm, weights);

            restoring.assign(raw, weights);

            INDArray scratch = arrays.zeros(raw.shape());
            INDArray product = DeviceArrays.element(arrays.zeros(1), 0);
            converting.times(gradients, raw, scratch);
            converting.sum(scratch, product);
            converting.divided(product, norm, length);
            converting.matrixProduct(left, false, right, true, scratch);
            converting.times(scratch, length, scratch);
            converting.minus(gradients, scratch, gradients);
            converting.divided(gradients, norm, gradients);
        }
    }
}
