package io.gen4j.nn;

import io.gen4j.nn.graph.Activation;
import io.gen4j.runtime.internal.InputRows;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A replacement for BLAS in the forward pass of dense layers, for inference. A {@link DenseNetwork} uses the engine that
 * {@link ServiceLoader} finds. The module gen-vector has one; implement this interface for another.
 */
public interface InferenceEngine {

    /**
     * One dense layer, y = f(x W + b). Weights and bias may change between two passes; the engine must notice.
     *
     * @param weights float {@code [inputs, outputs]}, 'f' order
     * @param bias float, one per output
     */
    record Layer(INDArray weights, INDArray bias, Activation activation) {

        /** @throws IllegalArgumentException if weights and bias do not have these shapes, or are closed */
        public Layer {
            InputRows.requireMatrix("weights", weights);
            Objects.requireNonNull(bias, "bias");
            Objects.requireNonNull(activation, "activation");
            if (bias.wasClosed() || bias.length() != weights.size(1)) {
                throw new IllegalArgumentException(
                        "bias " + (bias.wasClosed() ? "is closed" : "has " + bias.length() + " numbers")
                                + ": must have " + weights.size(1) + ", one per output");
            }
            if (weights.dataType() != DataType.FLOAT || bias.dataType() != DataType.FLOAT) {
                throw new IllegalArgumentException("weights and bias have the types " + weights.dataType() + " and "
                        + bias.dataType() + ": must be FLOAT");
            }
        }

        /** Number of columns of x. */
        public int inputs() {
            return (int) weights.size(0);
        }

        /** Number of columns of y. */
        public int outputs() {
            return (int) weights.size(1);
        }
    }

    /** A sequence of layers, prepared to run. Not thread-safe. */
    interface Program extends AutoCloseable {

        /**
         * Runs all layers.
         *
         * @param input float, 'c' order, {@code [n, inputs]}
         * @param target float, 'c' order, {@code [firstRow + n or more, outputs]}
         * @param firstRow first row of the target that is written
         */
        void forward(INDArray input, INDArray target, long firstRow);

        /** Releases native memory. */
        @Override
        void close();
    }

    /** The reason why this machine or JVM cannot run the engine, and the remedy; empty if it can. */
    Optional<String> obstacle();

    /** Prepares layers. Called only if there is no {@link #obstacle}. */
    Program prepare(List<Layer> layers);

    /** The first engine on the class path that this machine and JVM can run; empty if none. */
    static Optional<InferenceEngine> installed() {
        return Installed.ENGINE;
    }
}
