package io.gen4j.nn;

import io.gen4j.nn.graph.Activation;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs dense layers forward in BLAS's place, where nobody will go back: a {@link DenseNetwork} draws with it. Found by
 * {@link ServiceLoader}; gen-vector brings one.
 */
public interface InferenceEngine {

    /**
     * One dense layer, y = f(x W + b). Its numbers may change between two passes, and the engine must see that.
     *
     * @param weights float {@code [inputs, outputs]}, 'f' order
     * @param bias one an output
     */
    record Layer(INDArray weights, INDArray bias, Activation activation) {

        /** Columns of x. */
        public int inputs() {
            return (int) weights.size(0);
        }

        /** Columns of y. */
        public int outputs() {
            return (int) weights.size(1);
        }
    }

    /** Layers in a row, made ready to run. Used by one thread at a time. */
    interface Program extends AutoCloseable {

        /**
         * Runs all layers.
         *
         * @param input float, 'c' order, {@code [n, inputs]}
         * @param target float, 'c' order, {@code [firstRow + n or more, outputs]}
         * @param firstRow of the target that is written
         */
        void forward(INDArray input, INDArray target, long firstRow);

        /** Releases what the program holds outside Java's heap. */
        @Override
        void close();
    }

    /** What this machine or this JVM lacks to run the engine, and the way to get it; empty if nothing. */
    Optional<String> obstacle();

    /** Makes layers ready. Called if there is no {@link #obstacle} alone. */
    Program prepare(List<Layer> layers);

    /** The first engine on the class path that this machine and this JVM run. */
    static Optional<InferenceEngine> installed() {
        return Installed.ENGINE;
    }
}
