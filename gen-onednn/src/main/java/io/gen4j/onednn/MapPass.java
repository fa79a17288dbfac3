package io.gen4j.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.javacpp.FloatPointer;

/** One pass of a convolution over a fixed number of images, on the calling thread alone. */
interface MapPass extends AutoCloseable {

    /** The layout of the weights, or of their gradient. */
    dnnl_memory_desc_t weightsLayout();

    /** Computes the pass on arrays that begin at these addresses. */
    void execute(FloatPointer largeMaps, FloatPointer arrangedWeights, FloatPointer smallMaps);

    @Override
    void close();
}
