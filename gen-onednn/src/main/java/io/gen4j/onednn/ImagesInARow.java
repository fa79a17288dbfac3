package io.gen4j.onednn;

import io.gen4j.runtime.ConvolutionEngine.Pair;
import io.gen4j.runtime.ConvolutionEngine.Pass;
import io.gen4j.runtime.ConvolutionEngine.Shape;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Computes small maps as those of one wide image, in which the images stand side by side between columns of zeros.
 * With AVX-512, oneDNN multiplies the pixels of a row at once. Rows of four fill its registers to a half. So a wide image
 * is 1.5 times as fast there, though the results between the images are thrown away.
 */
final class ImagesInARow implements MapPass {

    /** The widest map that gains. */
    private static final int NARROW = 4;

    /** Beyond these, the copies would no longer fit into a cache. */
    private static final int MOST_IMAGES = 64;

    private final ConvolutionPrimitive primitive;
    private final FloatPointer wideLarge;
    private final FloatPointer wideSmall;
    private final Reorder spread;
    private final Reorder gather;
    private final long firstColumn;

    private ImagesInARow(Dnnl library, Shape shape, int images) {
        int step = shape.stride().across();
        int border = shape.padding().across();
        // The zeros between two images serve both.
        int smallSlot = (shape.large().across() + border + step - 1) / step;
        int largeSlot = smallSlot * step;
        int small = images * smallSlot;
        int large = images * largeSlot + Math.max(border, shape.kernel().across() - step);
        Shape wide = new Shape(
                shape.largeChannels(),
                shape.smallChannels(),
                new Pair(shape.large().down(), large),
                new Pair(shape.small().down(), small),
                shape.kernel(),
                shape.stride(),
                new Pair(shape.padding().down(), 0));
        primitive = new ConvolutionPrimitive(library, wide, Pass.TO_SMALL, 1);
        firstColumn = (long) border * shape.largeChannels();
        wideLarge = NativeFloats.allocate((long) shape.large().down() * large * shape.largeChannels());
        wideSmall = NativeFloats.allocate((long) shape.small().down() * small * shape.smallChannels());
        Pointer.memset(
                NativeFloats.bytes(wideLarge),
                0,
                (long) shape.large().down() * large * shape.largeChannels() * Float.BYTES);
        spread = new Reorder(
                library,
                ConvolutionPrimitive.map(images, shape.largeChannels(), shape.large()),
                inRow(images, shape.largeChannels(), shape.large(), largeSlot, large),
                null);
        gather = new Reorder(
                library,
                inRow(images, shape.smallChannels(), shape.small(), smallSlot, small),
                ConvolutionPrimitive.map(images, shape.smallChannels(), shape.small()),
                null);
    }

    /** The maps as parts of a row. */
    private static dnnl_memory_desc_t inRow(int images, int channels, Pair size, int slot, int rowWidth) {
        long[] lengths = {images, channels, size.down(), size.across()};
        long[] strides = {(long) slot * channels, 1, (long) rowWidth * channels, channels};
        dnnl_memory_desc_t layout = new dnnl_memory_desc_t();
        Dnnl.check(dnnl.dnnl_memory_desc_init_by_strides(layout, lengths.length, lengths, dnnl.dnnl_f32, strides));
        return layout;
    }

    /** The faster way of a pass over these images. */
    static MapPass orPlain(Dnnl library, Shape shape, Pass pass, int images) {
        ConvolutionPrimitive plain = new ConvolutionPrimitive(library, shape, pass, images);
        boolean narrow = shape.small().across() <= NARROW && images > 1 && images <= MOST_IMAGES;
        if (pass != Pass.TO_SMALL || !narrow || !plain.multipliesRows()) {
            return plain;
        }
        plain.close();
        return new ImagesInARow(library, shape, images);
    }

    @Override
    public dnnl_memory_desc_t weightsLayout() {
        return primitive.weightsLayout();
    }

    @Override
    public void execute(FloatPointer largeMaps, FloatPointer arrangedWeights, FloatPointer smallMaps) {
        spread.execute(largeMaps, new FloatPointer(wideLarge).position(wideLarge.position() + firstColumn));
        primitive.execute(wideLarge, arrangedWeights, wideSmall);
        gather.execute(wideSmall, smallMaps);
    }

    @Override
    public void close() {
        primitive.close();
        spread.close();
        gather.close();
        NativeFloats.free(wideLarge);
        NativeFloats.free(wideSmall);
    }
}
