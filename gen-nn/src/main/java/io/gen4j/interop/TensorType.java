package io.gen4j.interop;

/**
 * The readable number types of a safetensors file, with the names of its header, in the format's own order. Use it to
 * choose {@link Tensor#floats()} or {@link Tensor#longs()}.
 */
public enum TensorType {
    /** 0 or 1. */
    BOOL(1, false),
    /** An unsigned integer of 8 bits. */
    U8(1, false),
    /** A signed integer of 8 bits. */
    I8(1, false),
    /** A signed integer of 16 bits. */
    I16(2, false),
    /** IEEE 754 half precision. */
    F16(2, true),
    /** The upper half of a single-precision number. */
    BF16(2, true),
    /** A signed integer of 32 bits. */
    I32(4, false),
    /** IEEE 754 single precision. */
    F32(4, true),
    /** IEEE 754 double precision, rounded to single precision when read. */
    F64(8, true),
    /** A signed integer of 64 bits. */
    I64(8, false);

    private final int size;
    private final boolean isFloat;

    TensorType(int size, boolean isFloat) {
        this.size = size;
        this.isFloat = isFloat;
    }

    /** Bytes of one number. */
    public int size() {
        return size;
    }

    /** Whether {@link Tensor#floats()} gives such numbers; {@link Tensor#longs()} gives the others. */
    public boolean isFloat() {
        return isFloat;
    }
}
