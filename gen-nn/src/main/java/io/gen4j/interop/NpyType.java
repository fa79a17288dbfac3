package io.gen4j.interop;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The readable kinds of numbers in a NumPy array: every real one. Use it to tell images in bytes from images in floats. */
public enum NpyType {
    /** A truth value, read as 0 or 1. */
    BOOL("b1", 1),
    /** A signed byte. */
    INT8("i1", 1),
    /** An unsigned byte, as images often have. */
    UINT8("u1", 1),
    /** A signed integer of 16 bits. */
    INT16("i2", 2),
    /** An unsigned integer of 16 bits. */
    UINT16("u2", 2),
    /** A signed integer of 32 bits. */
    INT32("i4", 4),
    /** An unsigned integer of 32 bits. */
    UINT32("u4", 4),
    /** A signed integer of 64 bits. */
    INT64("i8", 8),
    /** An unsigned integer of 64 bits. */
    UINT64("u8", 8),
    /** Half precision. */
    FLOAT16("f2", 2),
    /** Single precision. */
    FLOAT32("f4", 4),
    /** Double precision. */
    FLOAT64("f8", 8);

    private static final double TWO_TO_64 = 0x1p64;

    private final String code;
    private final int size;

    NpyType(String code, int size) {
        this.code = code;
        this.size = size;
    }

    /** Bytes of one number. */
    public int size() {
        return size;
    }

    /** Whether these are whole numbers; truth values count as whole. */
    public boolean isWhole() {
        return this != FLOAT16 && this != FLOAT32 && this != FLOAT64;
    }

    /** NumPy's name, such as {@code uint8}. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The kind of this NumPy code without its byte order, such as {@code f4}; null if it is not read. */
    static @Nullable NpyType of(String code) {
        for (NpyType type : values()) {
            if (type.code.equals(code)) {
                return type;
            }
        }
        return null;
    }

    /** The next number of a buffer that has the file's byte order. */
    float next(ByteBuffer bytes) {
        return switch (this) {
            case BOOL -> bytes.get() == 0 ? 0f : 1f;
            case INT8 -> bytes.get();
            case UINT8 -> bytes.get() & 0xff;
            case INT16 -> bytes.getShort();
            case UINT16 -> bytes.getShort() & 0xffff;
            case INT32 -> bytes.getInt();
            case UINT32 -> bytes.getInt() & 0xffffffffL;
            case INT64 -> bytes.getLong();
            case UINT64 -> unsigned(bytes.getLong());
            case FLOAT16 -> Tensor.halfToFloat(bytes.getShort());
            case FLOAT32 -> bytes.getFloat();
            case FLOAT64 -> (float) bytes.getDouble();
        };
    }

    private static float unsigned(long value) {
        return (float) (value < 0 ? value + TWO_TO_64 : value);
    }
}
