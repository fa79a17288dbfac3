package io.gen4j.onednn;

import io.gen4j.runtime.ConvolutionEngine.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;

/** Copies weights from one layout to another, or adds them, in slices that several threads can share. */
final class WeightsReorder implements AutoCloseable {

    /** No layout of oneDNN mixes more filters than these. */
    private static final int FILTERS = 64;

    private final List<Reorder> slices = new ArrayList<>();

    /** @param add whether to add to the target */
    WeightsReorder(Dnnl library, Shape shape, dnnl_memory_desc_t from, dnnl_memory_desc_t to, boolean add) {
        int filters = shape.smallChannels();
        boolean divisible = filters % FILTERS == 0 && Dnnl.isExact(from) && Dnnl.isExact(to);
        int width = divisible ? FILTERS : filters;
        dnnl_primitive_attr attributes = new dnnl_primitive_attr();
        Dnnl.check(dnnl.dnnl_primitive_attr_create(attributes));
        try {
            if (add) {
                addToTarget(attributes);
            }
            if (width == filters) {
                slices.add(new Reorder(library, from, to, attributes));
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
                slices.add(new Reorder(
                        library, Dnnl.part(from, lengths, offsets), Dnnl.part(to, lengths, offsets), attributes));
            }
        } finally {
            dnnl.dnnl_primitive_attr_destroy(attributes);
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
        slices.forEach(Reorder::close);
    }
}
