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
 * Allocates arrays in ND4J's memory, outside Java's heap. Use it for every large array: if memory is lacking, it throws
 * an {@link OutOfMemoryError} with the size. ND4J throws a {@link RuntimeException} that does not name the size.
 */
public final class NativeArrays {

    static {
        Nd4jLoading.prepare();
    }

    /** The start of ND4J's message. */
    private static final String FAILURE = "Allocation failed";

    private static final double MEBIBYTE = 1 << 20;

    private NativeArrays() {}

    /**
     * Allocates an array of zeros in C order.
     *
     * @throws OutOfMemoryError if memory is lacking
     */
    public static INDArray zeros(long... shape) {
        return get(() -> Nd4j.create(DataType.FLOAT, shape), shape);
    }

    /**
     * Allocates an array in C order with undefined contents.
     *
     * @throws OutOfMemoryError if memory is lacking
     */
    public static INDArray uninitialized(long... shape) {
        return get(() -> Nd4j.createUninitialized(DataType.FLOAT, shape), shape);
    }

    /**
     * Runs code that allocates one large array.
     *
     * @param shape the shape of the array, in single precision
     * @throws OutOfMemoryError if memory is lacking
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

    /** Whether an error is ND4J's report of lacking memory. */
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
