package io.gen4j.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Memory for oneDNN. It begins at a cache line, so that no vector register is filled from two. */
final class NativeFloats {

    private static final int LINE = 64;

    private NativeFloats() {}

    /** Allocates memory for a layout, with undefined contents. */
    static FloatPointer of(dnnl_memory_desc_t layout) {
        return allocate(dnnl.dnnl_memory_desc_get_size(layout) / Float.BYTES);
    }

    /** Allocates floats with undefined contents, from the pointer's position on. */
    static FloatPointer allocate(long count) {
        FloatPointer memory = new FloatPointer(count + LINE / Float.BYTES);
        long beyond = memory.address() % LINE;
        return memory.position(beyond == 0 ? 0 : (LINE - beyond) / Float.BYTES);
    }

    static void free(FloatPointer memory) {
        memory.deallocate();
    }

    static boolean isEqual(FloatPointer a, FloatPointer b, int count) {
        return Pointer.memcmp(bytes(a), bytes(b), (long) count * Float.BYTES) == 0;
    }

    static void copy(FloatPointer from, FloatPointer to, int count) {
        Pointer.memcpy(bytes(to), bytes(from), (long) count * Float.BYTES);
    }

    /** The same address, for functions that count positions in bytes: those that take an address of any type. */
    static BytePointer bytes(FloatPointer floats) {
        return new BytePointer(floats).position(floats.position() * Float.BYTES);
    }
}
