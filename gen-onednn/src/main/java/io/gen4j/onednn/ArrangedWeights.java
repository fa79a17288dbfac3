package io.gen4j.onednn;

import io.gen4j.runtime.ConvolutionEngine.Shape;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;

/** The weights in the layout that a primitive chose. They are arranged again only when they have changed. */
final class ArrangedWeights implements AutoCloseable {

    private final dnnl_memory_desc_t layout;
    private final FloatPointer values;
    private final WeightsReorder reorder;
    private long version;

    ArrangedWeights(Dnnl library, Shape shape, dnnl_memory_desc_t plain, dnnl_memory_desc_t layout) {
        this.layout = layout;
        values = NativeFloats.of(layout);
        reorder = new WeightsReorder(library, shape, plain, layout, false);
    }

    boolean hasLayout(dnnl_memory_desc_t other) {
        return dnnl.dnnl_memory_desc_equal(layout, other) != 0;
    }

    FloatPointer values() {
        return values;
    }

    /** The version of the weights at the last update; 0 before the first. */
    long version() {
        return version;
    }

    void update(FloatPointer plain, long newVersion) {
        OneDnnConvolution.run(reorder.slices(), slice -> reorder.execute(slice, plain, values));
        version = newVersion;
    }

    @Override
    public void close() {
        reorder.close();
        NativeFloats.free(values);
    }
}
