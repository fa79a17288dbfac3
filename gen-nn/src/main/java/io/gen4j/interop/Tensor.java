package io.gen4j.interop;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Numbers and their shape, as a {@link SafetensorsFile} holds them, the last dimension the fastest. Use it to read or build
 * the content of such a file. Immutable.
 */
public final class Tensor {

    private static final float HALF_SUBNORMAL = 0x1p-24f;

    private final TensorType type;
    private final long[] shape;
    private final ByteBuffer bytes;

    /** Takes little-endian numbers, as many as the shape says. Nobody else may change them. */
    Tensor(TensorType type, long[] shape, ByteBuffer bytes) {
        this.type = type;
        this.shape = shape.clone();
        this.bytes = bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A tensor of single-precision numbers.
     *
     * @param shape none for a single number
     * @throws IllegalArgumentException if there are not as many values as the shape says
     */
    public static Tensor of(float[] values, long... shape) {
        Objects.requireNonNull(shape, "shape");
        requireCount(values.length, shape);
        ByteBuffer bytes = littleEndian((long) values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return new Tensor(TensorType.F32, shape, bytes);
    }

    /** As {@link #of(float[], long...)}, of integers. */
    public static Tensor of(long[] values, long... shape) {
        Objects.requireNonNull(shape, "shape");
        requireCount(values.length, shape);
        ByteBuffer bytes = littleEndian((long) values.length * Long.BYTES);
        bytes.asLongBuffer().put(values);
        return new Tensor(TensorType.I64, shape, bytes);
    }

    private static ByteBuffer littleEndian(long size) {
        return ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    }

    static void requireCount(long count, long[] shape) {
        // In exact arithmetic, so that no product wraps around to the count; a dimension of 0 empties any other.
        BigInteger expected = BigInteger.ONE;
        for (long dimension : shape) {
            expected = expected.multiply(BigInteger.valueOf(dimension));
        }
        if (LongStream.of(shape).anyMatch(dimension -> dimension < 0) || !expected.equals(BigInteger.valueOf(count))) {
            throw new IllegalArgumentException(count + " values for the shape " + Arrays.toString(shape));
        }
    }

    /** The kind of the numbers. */
    public TensorType type() {
        return type;
    }

    /** The length of each dimension; none for a single number. */
    public long[] shape() {
        return shape.clone();
    }

    /**
     * The numbers in single precision. It holds half precision exactly; double precision is rounded.
     *
     * @throws IllegalStateException if they are integers
     */
    public float[] floats() {
        float[] values = new float[bytes.limit() / type.size()];
        switch (type) {
            case F32 -> bytes().asFloatBuffer().get(values);
            case F16 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = halfToFloat(bytes.getShort(i * type.size()));
                }
            }
            case BF16 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.intBitsToFloat(bytes.getShort(i * type.size()) << 16);
                }
            }
            case F64 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) bytes.getDouble(i * type.size());
                }
            }
            default -> throw new IllegalStateException("the tensor has integers");
        }
        return values;
    }

    /**
     * The integers.
     *
     * @throws IllegalStateException if they are none
     */
    public long[] longs() {
        if (type.isFloat()) {
            throw new IllegalStateException("the tensor has numbers of type " + type);
        }
        long[] values = new long[bytes.limit() / type.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = integer(i * type.size());
        }
        return values;
    }

    private long integer(int at) {
        return switch (type.size()) {
            case 1 -> type == TensorType.I8 ? bytes.get(at) : bytes.get(at) & 0xff;
            case 2 -> bytes.getShort(at);
            case 4 -> bytes.getInt(at);
            default -> bytes.getLong(at);
        };
    }

    /** The numbers as they lie in a file, at their start. */
    ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    static float halfToFloat(short half) {
        int exponent = half >> 10 & 0x1f;
        int fraction = half & 0x3ff;
        int sign = (half & 0x8000) << 16;
        if (exponent == 0) {
            return (sign == 0 ? 1f : -1f) * fraction * HALF_SUBNORMAL;
        }
        int wide = exponent == 0x1f ? 0xff : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }

    /** Equal types, shapes and bytes. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor tensor
                && type == tensor.type
                && Arrays.equals(shape, tensor.shape)
                && bytes().equals(tensor.bytes());
    }

    @Override
    public int hashCode() {
        return 31 * (31 * type.hashCode() + Arrays.hashCode(shape)) + bytes().hashCode();
    }

    /** Such as {@code F32 [400, 784]}. */
    @Override
    public String toString() {
        return type + " " + text(shape);
    }

    /** Such as {@code [400, 784]}. */
    static String text(long[] shape) {
        return LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
