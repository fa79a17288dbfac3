package io.gen4j.onednn;

import io.gen4j.runtime.ConvolutionEngine.Pair;
import io.gen4j.runtime.ConvolutionEngine.Pass;
import io.gen4j.runtime.ConvolutionEngine.Shape;
import org.bytedeco.dnnl.const_dnnl_op_desc_t;
import org.bytedeco.dnnl.dnnl_convolution_desc_t;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;

/** A pass by one of oneDNN's primitives. oneDNN chooses the layout of the weights. */
final class ConvolutionPrimitive implements MapPass {

    /** What oneDNN calls the maps, the weights and their layouts in one pass. */
    private record Names(int large, int weights, int small, int weightsLayout) {

        static Names of(Pass pass) {
            return switch (pass) {
                case TO_SMALL ->
                    new Names(dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST, dnnl.dnnl_query_weights_md);
                case TO_LARGE ->
                    new Names(
                            dnnl.DNNL_ARG_DIFF_SRC,
                            dnnl.DNNL_ARG_WEIGHTS,
                            dnnl.DNNL_ARG_DIFF_DST,
                            dnnl.dnnl_query_weights_md);
                case BY_WEIGHTS ->
                    new Names(
                            dnnl.DNNL_ARG_SRC,
                            dnnl.DNNL_ARG_DIFF_WEIGHTS,
                            dnnl.DNNL_ARG_DIFF_DST,
                            dnnl.dnnl_query_diff_weights_md);
            };
        }
    }

    private static final int ARGUMENTS = 4;

    /** oneDNN's name for code that multiplies the pixels of a row at once with a matrix of weights. */
    private static final String MULTIPLIES_ROWS = "brgconv";

    private final Dnnl library;
    private final dnnl_primitive primitive = new dnnl_primitive();
    private final boolean multipliesRows;
    private final dnnl_memory_desc_t weightsLayout;
    private final dnnl_memory large;
    private final dnnl_memory weights;
    private final dnnl_memory small;
    private final dnnl_memory scratchpad;
    private final FloatPointer scratch;
    private final dnnl_exec_arg_t arguments;

    ConvolutionPrimitive(Dnnl library, Shape shape, Pass pass, int images) {
        this.library = library;
        dnnl_memory_desc_t largeLayout = map(images, shape.largeChannels(), shape.large());
        dnnl_memory_desc_t smallLayout = map(images, shape.smallChannels(), shape.small());
        dnnl_memory_desc_t scratchLayout;
        int before = OpenMp.limitToOne();
        dnnl_primitive_attr attributes = Dnnl.callersScratchpad();
        try {
            dnnl_primitive_desc forward =
                    description(operation(shape, Pass.TO_SMALL, largeLayout, smallLayout), attributes, null);
            dnnl_primitive_desc chosen = pass == Pass.TO_SMALL
                    ? forward
                    : description(operation(shape, pass, largeLayout, smallLayout), attributes, forward);
            Dnnl.check(dnnl.dnnl_primitive_create(primitive, chosen));
            multipliesRows = Dnnl.implementation(chosen).startsWith(MULTIPLIES_ROWS);
            weightsLayout = Dnnl.layoutOf(chosen, Names.of(pass).weightsLayout);
            scratchLayout = Dnnl.layoutOf(chosen, dnnl.dnnl_query_scratchpad_md);
            dnnl.dnnl_primitive_desc_destroy(forward);
            if (chosen != forward) {
                dnnl.dnnl_primitive_desc_destroy(chosen);
            }
        } finally {
            dnnl.dnnl_primitive_attr_destroy(attributes);
            OpenMp.restore(before);
        }
        large = library.memory(largeLayout);
        small = library.memory(smallLayout);
        weights = library.memory(weightsLayout);
        scratchpad = library.memory(scratchLayout);
        scratch = NativeFloats.of(scratchLayout);
        Dnnl.point(scratchpad, scratch);
        arguments = arguments(Names.of(pass));
    }

    private dnnl_exec_arg_t arguments(Names names) {
        dnnl_exec_arg_t all = new dnnl_exec_arg_t(ARGUMENTS);
        all.position(0).arg(names.large).memory(large);
        all.position(1).arg(names.weights).memory(weights);
        all.position(2).arg(names.small).memory(small);
        all.position(3).arg(dnnl.DNNL_ARG_SCRATCHPAD).memory(scratchpad);
        return all.position(0);
    }

    /** The layout of maps with their channels last. */
    static dnnl_memory_desc_t map(int images, int channels, Pair size) {
        return Dnnl.layout(dnnl.dnnl_nhwc, images, channels, size.down(), size.across());
    }

    private static dnnl_convolution_desc_t operation(
            Shape shape, Pass pass, dnnl_memory_desc_t large, dnnl_memory_desc_t small) {
        dnnl_memory_desc_t anyWeights = Dnnl.layout(
                dnnl.dnnl_format_tag_any,
                shape.smallChannels(),
                shape.largeChannels(),
                shape.kernel().down(),
                shape.kernel().across());
        long[] strides = {shape.stride().down(), shape.stride().across()};
        long[] padding = {shape.padding().down(), shape.padding().across()};
        int direct = dnnl.dnnl_convolution_direct;
        dnnl_convolution_desc_t operation = new dnnl_convolution_desc_t();
        Dnnl.check(
                switch (pass) {
                    case TO_SMALL ->
                        dnnl.dnnl_convolution_forward_desc_init(
                                operation,
                                dnnl.dnnl_forward_training,
                                direct,
                                large,
                                anyWeights,
                                null,
                                small,
                                strides,
                                padding,
                                padding);
                    case TO_LARGE ->
                        dnnl.dnnl_convolution_backward_data_desc_init(
                                operation, direct, large, anyWeights, small, strides, padding, padding);
                    case BY_WEIGHTS ->
                        dnnl.dnnl_convolution_backward_weights_desc_init(
                                operation, direct, large, anyWeights, null, small, strides, padding, padding);
                });
        return operation;
    }

    private dnnl_primitive_desc description(
            dnnl_convolution_desc_t operation, dnnl_primitive_attr attributes, dnnl_primitive_desc hint) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        Dnnl.check(dnnl.dnnl_primitive_desc_create(
                description, new const_dnnl_op_desc_t(operation), attributes, library.engine(), hint));
        return description;
    }

    /** Whether oneDNN multiplies the pixels of a row at once, so that short rows are slow. */
    boolean multipliesRows() {
        return multipliesRows;
    }

    @Override
    public dnnl_memory_desc_t weightsLayout() {
        return weightsLayout;
    }

    @Override
    public void execute(FloatPointer largeMaps, FloatPointer arrangedWeights, FloatPointer smallMaps) {
        Dnnl.point(large, largeMaps);
        Dnnl.point(weights, arrangedWeights);
        Dnnl.point(small, smallMaps);
        library.execute(primitive, ARGUMENTS, arguments);
    }

    @Override
    public void close() {
        dnnl.dnnl_primitive_destroy(primitive);
        for (dnnl_memory memory : new dnnl_memory[] {large, weights, small, scratchpad}) {
            dnnl.dnnl_memory_destroy(memory);
        }
        NativeFloats.free(scratch);
        arguments.close();
    }
}
