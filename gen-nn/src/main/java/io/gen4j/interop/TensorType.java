package io.gen4j.interop;

/** Kinds of numbers in a safetensors file that are read here; they are named as in its header. */
public enum TensorType {
    /** IEEE 754's half precision. */
    F16(2),
    /** The upper half of a single-precision number. */
    BF16(2),
    /** IEEE 754's single precision. */
    F32(4),
    /** A signed integer. */
    I64(8);

    private final int size;

    TensorType(int size) {
        this.size = size;
    }

    /** Bytes of one number. */
    public int size() {
        return size;
    }

    /** Whether {@link Tensor#floats()} gives such numbers. */
    public boolean isFloat() {
        return this != I64;
    }
}
