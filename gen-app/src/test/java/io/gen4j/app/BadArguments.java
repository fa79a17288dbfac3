package io.gen4j.app;

import java.lang.reflect.Array;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arguments that most parameters must refuse: null, numbers outside every range, arrays of other ranks, widths and types. */
final class BadArguments {

    /** By width, made once: they are large. */
    private static final Map<Long, List<Object>> ARRAYS = new HashMap<>();

    private BadArguments() {}

    /** Makes the arrays anew, since a test that closes what it made, such as a batch, closes them. */
    static void renew() {
        ARRAYS.clear();
    }

    /** @param good an argument that the parameter takes */
    static List<Object> of(Parameter parameter, @Nullable Object good) {
        Class<?> type = parameter.getType();
        List<Object> bad = new ArrayList<>();
        if (!type.isPrimitive() && !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            bad.add(null);
        }
        if (parameter.getName().endsWith("seed")
                || parameter.getDeclaringExecutable().getName().equals("seed")) {
            return bad;
        }
        if (type == int.class) {
            bad.addAll(List.of(0, -1, Integer.MIN_VALUE));
        } else if (type == long.class) {
            bad.addAll(List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE));
        } else if (type == double.class) {
            bad.addAll(List.of(0.0, -1.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MAX_VALUE));
        } else if (type == float.class) {
            bad.addAll(List.of(Float.NaN, Float.POSITIVE_INFINITY));
        } else if (type == List.class) {
            bad.addAll(List.of(List.of(), Collections.singletonList(null)));
        } else if (type == INDArray.class) {
            bad.addAll(arrays(((INDArray) good).size(1)));
        } else if (type.isArray()) {
            bad.addAll(javaArrays(type));
        }
        return bad;
    }

    private static List<Object> javaArrays(Class<?> type) {
        if (type == int[].class) {
            return List.of(new int[0], new int[] {-1, 0, 0}, new int[] {0, 99, 0}, new int[1], new int[50]);
        } else if (type == long[].class) {
            long most = Long.MAX_VALUE;
            return List.of(new long[0], new long[] {-1, 0}, new long[] {0}, new long[] {most, most}, new long[] {
                1L << 32, 1L << 32
            });
        } else if (type == float[].class) {
            return List.of(new float[0], new float[1], new float[] {Float.NaN});
        } else if (type == double[].class) {
            return List.of(new double[0], new double[1], new double[] {Double.NaN, 1, 2});
        } else if (type == byte[].class) {
            return List.of(new byte[0], new byte[1]);
        } else if (type == float[][].class) {
            return List.of(
                    new float[0][],
                    new float[1][0],
                    new float[][] {{1, 2}, {1}, {}},
                    new float[][] {{1, Float.NaN}, {1, 2}, {2, 3}},
                    new float[][] {{1, 2}, null, {1, 2}});
        }
        return type.getComponentType().isPrimitive()
                ? List.of()
                : List.of(Array.newInstance(type.getComponentType(), 1));
    }

    private static List<Object> arrays(long width) {
        return ARRAYS.computeIfAbsent(width, BadArguments::newArrays);
    }

    private static List<Object> newArrays(long width) {
        INDArray closed = Nd4j.ones(DataType.FLOAT, 3, 3);
        closed.close();
        return List.of(
                Nd4j.ones(DataType.FLOAT, 3, width + 1),
                Nd4j.ones(DataType.FLOAT, 5),
                Nd4j.ones(DataType.FLOAT, 2, 2, 2),
                Nd4j.scalar(1f),
                Nd4j.empty(DataType.FLOAT),
                Nd4j.ones(DataType.INT32, 3, width),
                Nd4j.ones(DataType.DOUBLE, 3, width),
                Nd4j.ones(DataType.FLOAT, width, 3).transpose(),
                Nd4j.ones(DataType.FLOAT, 1, width),
                Nd4j.ones(DataType.FLOAT, 50_000, width),
                closed);
    }

    /** Tells the arguments apart, in one short line. */
    static String text(@Nullable Object argument) {
        if (argument instanceof INDArray array) {
            if (array.wasClosed()) {
                return "closed";
            }
            boolean transposed = array.rank() == 2 && array.size(0) > 1 && array.ordering() == 'f';
            return array.dataType() + Arrays.toString(array.shape()) + (transposed ? " transposed" : "");
        }
        if (argument != null && argument.getClass().isArray()) {
            int length = Array.getLength(argument);
            return length > 3
                    ? length + " elements"
                    : Arrays.deepToString(new Object[] {argument})
                            .replace(", null", ", none")
                            .replace("[null]", "[none]");
        }
        return String.valueOf(argument);
    }
}
