package io.gen4j.onednn;

import io.gen4j.runtime.ConvolutionEngine.Shape;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.javacpp.FloatPointer;

/** The gradient of the weights over the images of one thread, in the layout that a primitive chose. */
final class WeightGradients implements AutoCloseable {

    private final FloatPointer values;
    private final WeightsReorder write;
    private final WeightsReorder add;

    WeightGradients(Dnnl library, Shape shape, dnnl_memory_desc_t layout, dnnl_memory_desc_t plain) {
        values = NativeFloats.of(layout);
        write = new WeightsReorder(library, shape, layout, plain, false);
        add = new WeightsReorder(library, shape, layout, plain, true);
    }

    FloatPointer values() {
        return values;
    }

    int slices() {
        return write.slices();
    }

    /** Writes a slice to the plain gradients, or adds it to them. */
    void store(int slice, FloatPointer gradients, boolean adds) {
        (adds ? add : write).execute(slice, values, gradients);
    }

    @Override
    public void close() {
        write.close();
        add.close();
        NativeFloats.free(values);
    }
}
