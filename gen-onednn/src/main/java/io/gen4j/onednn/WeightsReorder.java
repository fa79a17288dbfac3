package io.gen4j.onednn;

import io.gen4j.runtime.ConvolutionEngine.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;

/** Copies weights from one layout to another, or adds them, in slices that several threads can share. */
final class WeightsReorder implements AutoCloseable {

    /** No layout of oneDNN mixes more filters than these. */
    private static final int FILTERS = 64;

    private static final int ARGUMENTS = 2;

    private final Dnnl library;
    private final List<Slice> slices = new ArrayList<>();

    /** @param add whether to add to the target */
    WeightsReorder(Dnnl library, Shape shape, dnnl_memory_desc_t from, dnnl_memory_desc_t to, boolean add) {
        this.library = library;
        int filters = shape.smallChannels();
        boolean divisible = filters % FILTERS == 0 && Dnnl.isExact(from) && Dnnl.isExact(to);
        int width = divisible ? FILTERS : filters;
        int before = OpenMp.limitToOne();
        dnnl_primitive_attr attributes = new dnnl_primitive_attr();
        Dnnl.check(dnnl.dnnl_primitive_attr_create(attributes));
        try {
            if (add) {
                addToTarget(attributes);
            }
            if (width == filters) {
                slices.add(new Slice(from, to, attributes));
                return;
            }
            for (int first = 0; first < filters; first += width) {
                long[] lengths = {
                    width,
                    shape.largeChannels(),
                    shape.kernel().down(),
                    shape.kernel().across()
                };
                long[] offsets = {first, 0, 0, 0};
                slices.add(new Slice(Dnnl.part(from, lengths, offsets), Dnnl.part(to, lengths, offsets), attributes));
            }
        } finally {
            dnnl.dnnl_primitive_attr_destroy(attributes);
            OpenMp.restore(before);
        }
    }

    private static void addToTarget(dnnl_primitive_attr attributes) {
        dnnl_post_ops operations = new dnnl_post_ops();
        Dnnl.check(dnnl.dnnl_post_ops_create(operations));
        try {
            Dnnl.check(dnnl.dnnl_post_ops_append_sum(operations, 1));
            Dnnl.check(dnnl.dnnl_primitive_attr_set_post_ops(attributes, operations));
        } finally {
            dnnl.dnnl_post_ops_destroy(operations);
        }
    }

    int slices() {
        return slices.size();
    }

    /** Copies or adds one slice. */
    void execute(int slice, FloatPointer from, FloatPointer to) {
        slices.get(slice).execute(from, to);
    }

    @Override
    public void close() {
        slices.forEach(Slice::close);
    }

    private final class Slice {

        private final dnnl_primitive primitive = new dnnl_primitive();
        private final dnnl_memory source;
        private final dnnl_memory target;
        private final dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(ARGUMENTS);

        Slice(dnnl_memory_desc_t from, dnnl_memory_desc_t to, dnnl_primitive_attr attributes) {
            dnnl_primitive_desc description = new dnnl_primitive_desc();
            Dnnl.check(dnnl.dnnl_reorder_primitive_desc_create(
                    description, from, library.engine(), to, library.engine(), attributes));
            Dnnl.check(dnnl.dnnl_primitive_create(primitive, description));
            dnnl.dnnl_primitive_desc_destroy(description);
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

        void close() {
            dnnl.dnnl_primitive_destroy(primitive);
            dnnl.dnnl_memory_destroy(source);
            dnnl.dnnl_memory_destroy(target);
            arguments.close();
        }
    }
}
