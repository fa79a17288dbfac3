package io.gen4j.interop;

import io.gen4j.runtime.HostMemory;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Numbers of a network, with the name and shape of PyTorch's {@code state_dict}. Use it to read or replace single
 * parameters through a {@link StateDict}.
 */
public interface StateTensor {

    /** Its name, such as {@code fc1.weight}. */
    String name();

    /** {@link TensorType#F32}, which takes numbers of half precision too, or {@link TensorType#I64}. */
    TensorType type();

    /** PyTorch's shape, such as {@code [outputs, inputs]} for a dense layer's weights. */
    long[] shape();

    /** A copy of the numbers. */
    Tensor get();

    /**
     * Replaces the numbers.
     *
     * @param tensor of this {@link #shape()}, and of floating-point numbers or integers as {@link #type()} says
     */
    void set(Tensor tensor);

    /**
     * Part of a network's parameters.
     *
     * @param values float, with PyTorch's order of dimensions; a view, through which {@link #set} changes the network
     */
    static StateTensor of(String name, INDArray values) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(values, "values");
        return new Floats(name, values.shape(), values);
    }

    /** As {@link #of}, for PyTorch's tensors of one dimension: biases, or batch normalisation's parameters. */
    static StateTensor flat(String name, INDArray values) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(values, "values");
        return new Floats(name, new long[] {values.length()}, values);
    }

    /** A count from 0, which is no parameter: PyTorch's batch normalisation counts the batches that it has seen. */
    static StateTensor counter(String name, IntSupplier getter, IntConsumer setter) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(getter, "getter");
        Objects.requireNonNull(setter, "setter");
        return new Counter(name, getter, setter);
    }

    /** A float tensor on a view. */
    record Floats(String name, long[] shape, INDArray values) implements StateTensor {

        /** @throws IllegalArgumentException if the values are closed or no floats, or do not fill the shape */
        public Floats {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(shape, "shape");
            Objects.requireNonNull(values, "values");
            if (values.wasClosed() || values.dataType() != DataType.FLOAT) {
                throw new IllegalArgumentException("values of " + name + " are "
                        + (values.wasClosed() ? "a closed array" : "of the type " + values.dataType())
                        + ": must be an open array of type FLOAT");
            }
            Tensor.requireCount(values.length(), shape);
        }

        @Override
        public TensorType type() {
            return TensorType.F32;
        }

        @Override
        public Tensor get() {
            float[] numbers = new float[(int) values.length()];
            try (INDArray copy = values.dup('c')) {
                HostMemory.read(copy, 0, numbers, numbers.length);
            }
            return Tensor.of(numbers, shape);
        }

        @Override
        public void set(Tensor tensor) {
            float[] numbers = tensor.floats();
            try (INDArray source = Nd4j.createUninitialized(DataType.FLOAT, values.shape(), 'c')) {
                HostMemory.write(numbers, source, 0, numbers.length);
                values.assign(source);
            }
        }
    }

    /** A single integer. */
    record Counter(String name, IntSupplier getter, IntConsumer setter) implements StateTensor {

        /** Refuses null. */
        public Counter {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(getter, "getter");
            Objects.requireNonNull(setter, "setter");
        }

        @Override
        public TensorType type() {
            return TensorType.I64;
        }

        @Override
        public long[] shape() {
            return new long[0];
        }

        @Override
        public Tensor get() {
            return Tensor.of(new long[] {getter.getAsInt()});
        }

        @Override
        public void set(Tensor tensor) {
            setter.accept(Math.toIntExact(tensor.longs()[0]));
        }
    }
}
