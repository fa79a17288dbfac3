package io.gen4j.onednn;

import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/** Copies numbers from one layout to another, on the calling thread. */
final class Reorder implements AutoCloseable {

    private static final int ARGUMENTS = 2;

    private final Dnnl library;
    private final dnnl_primitive primitive = new dnnl_primitive();
    private final dnnl_memory source;
    private final dnnl_memory target;
    private final dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(ARGUMENTS);

    /** @param attributes what else happens to each number; null for nothing */
    Reorder(Dnnl library, dnnl_memory_desc_t from, dnnl_memory_desc_t to, @Nullable dnnl_primitive_attr attributes) {
        this.library = library;
        int before = OpenMp.limitToOne();
        try {
            dnnl_primitive_desc description = new dnnl_primitive_desc();
            Dnnl.check(dnnl.dnnl_reorder_primitive_desc_create(
                    description, from, library.engine(), to, library.engine(), attributes));
            Dnnl.check(dnnl.dnnl_primitive_create(primitive, description));
            dnnl.dnnl_primitive_desc_destroy(description);
        } finally {
            OpenMp.restore(before);
        }
        source = library.memory(from);
        target = library.memory(to);
        arguments.position(0).arg(dnnl.DNNL_ARG_FROM).memory(source);
        arguments.position(1).arg(dnnl.DNNL_ARG_TO).memory(target);
        arguments.position(0);
    }

    void execute(FloatPointer from, FloatPointer to) {
        Dnnl.point(source, from);
        Dnnl.point(target, to);
        library.execute(primitive, ARGUMENTS, arguments);
    }

    @Override
    public void close() {
        dnnl.dnnl_primitive_destroy(primitive);
        dnnl.dnnl_memory_destroy(source);
        dnnl.dnnl_memory_destroy(target);
        arguments.close();
    }
}
