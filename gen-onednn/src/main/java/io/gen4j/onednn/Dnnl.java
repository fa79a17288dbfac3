package io.gen4j.onednn;

import java.util.stream.IntStream;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** The processor as oneDNN sees it, and calls that turn its codes of errors into exceptions. */
final class Dnnl implements AutoCloseable {

    private final dnnl_engine engine = new dnnl_engine();
    private final dnnl_stream stream = new dnnl_stream();

    Dnnl() {
        OpenMp.load();
        check(dnnl.dnnl_engine_create(engine, dnnl.dnnl_cpu, 0));
        check(dnnl.dnnl_stream_create(stream, engine, dnnl.dnnl_stream_default_flags));
    }

    static void check(int status) {
        if (status != dnnl.dnnl_success) {
            throw new IllegalStateException("oneDNN refuses a convolution: status " + status);
        }
    }

    dnnl_engine engine() {
        return engine;
    }

    /** The layout of float numbers with these lengths. */
    static dnnl_memory_desc_t layout(int tag, long... lengths) {
        dnnl_memory_desc_t layout = new dnnl_memory_desc_t();
        check(dnnl.dnnl_memory_desc_init_by_tag(layout, lengths.length, lengths, dnnl.dnnl_f32, tag));
        return layout;
    }

    /** Whether a layout has only the numbers that it holds. oneDNN cannot take parts of another one. */
    static boolean isExact(dnnl_memory_desc_t layout) {
        return IntStream.range(0, layout.ndims())
                .allMatch(i -> layout.dims().get(i) == layout.padded_dims().get(i));
    }

    /** A part of an exact layout, which lies within the same memory. */
    static dnnl_memory_desc_t part(dnnl_memory_desc_t whole, long[] lengths, long[] offsets) {
        dnnl_memory_desc_t part = new dnnl_memory_desc_t();
        check(dnnl.dnnl_memory_desc_init_submemory(part, whole, lengths, offsets));
        return part;
    }

    /** A copy of one of the layouts that a description names. */
    static dnnl_memory_desc_t layoutOf(dnnl_primitive_desc description, int query) {
        dnnl_memory_desc_t copy = new dnnl_memory_desc_t();
        Pointer.memcpy(copy, dnnl.dnnl_primitive_desc_query_md(description, query, 0), copy.sizeof());
        return copy;
    }

    /** oneDNN's name for the code that it chose. */
    static String implementation(dnnl_primitive_desc description) {
        PointerPointer<BytePointer> name = new PointerPointer<>(1);
        check(dnnl.dnnl_primitive_desc_query(description, dnnl.dnnl_query_impl_info_str, 0, name));
        return new BytePointer(name.get()).getString();
    }

    /** Settings that leave the memory for intermediate results to the caller. */
    static dnnl_primitive_attr callersScratchpad() {
        dnnl_primitive_attr attributes = new dnnl_primitive_attr();
        check(dnnl.dnnl_primitive_attr_create(attributes));
        check(dnnl.dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl.dnnl_scratchpad_mode_user));
        return attributes;
    }

    dnnl_memory memory(dnnl_memory_desc_t layout) {
        dnnl_memory memory = new dnnl_memory();
        check(dnnl.dnnl_memory_create(memory, layout, engine, null));
        return memory;
    }

    static void point(dnnl_memory memory, FloatPointer address) {
        check(dnnl.dnnl_memory_set_data_handle(memory, NativeFloats.bytes(address)));
    }

    void execute(dnnl_primitive primitive, int count, dnnl_exec_arg_t arguments) {
        check(dnnl.dnnl_primitive_execute(primitive, stream, count, arguments));
    }

    @Override
    public void close() {
        dnnl.dnnl_stream_destroy(stream);
        dnnl.dnnl_engine_destroy(engine);
    }
}
