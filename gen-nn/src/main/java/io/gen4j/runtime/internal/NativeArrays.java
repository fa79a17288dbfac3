package io.gen4j.runtime.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arrays in ND4J's memory, outside Java's heap. Where that is lacking, ND4J throws a {@link RuntimeException} that says nothing
 * of what was asked for; here it is an {@link OutOfMemoryError} with the size.
 */
public final class NativeArrays {

    /** How ND4J's message begins. */
    private static final String FAILURE = "Allocation failed";

    private static final double MEBIBYTE = 1 << 20;

    private NativeArrays() {}

    /**
     * An array of zeros, in C order.
     *
     * @throws OutOfMemoryError if there is no room for it
     */
    public static INDArray zeros(long... shape) {
        return get(() -> Nd4j.create(DataType.FLOAT, shape), shape);
    }

    /**
     * An array in C order, with whatever lay in the memory.
     *
     * @throws OutOfMemoryError if there is no room for it
     */
    public static INDArray uninitialized(long... shape) {
        return get(() -> Nd4j.createUninitialized(DataType.FLOAT, shape), shape);
    }

    /**
     * Does anything that takes one large array.
     *
     * @param shape of the array, in single precision
     * @throws OutOfMemoryError if there is no room for it
     */
    public static void allocate(Runnable allocation, long... shape) {
        get(
                () -> {
                    allocation.run();
                    return Boolean.TRUE;
                },
                shape);
    }

    private static <T> T get(Supplier<T> allocation, long[] shape) {
        try {
            return allocation.get();
        } catch (RuntimeException e) {
            if (!isShortage(e)) {
                throw e;
            }
            OutOfMemoryError error = new OutOfMemoryError(message(shape));
            error.initCause(e);
            throw error;
        }
    }

    /** Whether this is how ND4J says that there is no room for an array. */
    public static boolean isShortage(Throwable failure) {
        String message = failure.getMessage();
        return failure instanceof RuntimeException && message != null && message.startsWith(FAILURE);
    }

    private static String message(long[] shape) {
        double numbers = Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
        String sides = LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining(" x "));
        return String.format(
                Locale.ROOT, "there are no %,.0f MiB for %s numbers", numbers * Float.BYTES / MEBIBYTE, sides);
    }
}
