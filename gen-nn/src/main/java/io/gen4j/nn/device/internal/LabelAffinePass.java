package io.gen4j.nn.device.internal;

import io.gen4j.nn.graph.FeatureMap;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Multiplies each channel by an embedding of the image's label, and adds another (Dumoulin et al. 2017, arXiv:1610.07629). */
final class LabelAffinePass implements LayerPass {

    private final DeviceArrays arrays;
    private final INDArray labels;
    private final INDArray scaleTable;
    private final INDArray shiftTable;
    private final INDArray scales;
    private final INDArray shifts;
    private final INDArray input;
    private final INDArray output;
    private final INDArray outputGradient;
    private final long[] shape;

    /**
     * @param labels one-hot, {@code [n, labels]}
     * @param scaleTable {@code [labels, channels]}; {@code shiftTable} likewise
     */
    LabelAffinePass(
            INDArray input,
            FeatureMap map,
            INDArray labels,
            INDArray scaleTable,
            INDArray shiftTable,
            DeviceArrays arrays) {
        long n = input.size(0);
        this.arrays = arrays;
        this.labels = labels;
        this.scaleTable = scaleTable;
        this.shiftTable = shiftTable;
        this.scales = arrays.zeros(n, map.channels());
        this.shifts = arrays.zeros(n, map.channels());
        this.shape = new long[] {n, map.channels(), map.height(), map.width()};
        this.input = DeviceArrays.as(input, shape);
        this.output = arrays.zeros(input.shape());
        this.outputGradient = arrays.zeros(input.shape());
    }

    @Override
    public INDArray output() {
        return output;
    }

    @Override
    public INDArray outputGradient() {
        return outputGradient;
    }

    private INDArray eachPixel(INDArray rows) {
        return DeviceArrays.as(rows, shape[0], shape[1], 1, 1);
    }

    @Override
    public void forward(Program program) {
        program.matrixProduct(labels, false, scaleTable, false, scales);
        program.matrixProduct(labels, false, shiftTable, false, shifts);
        INDArray images = DeviceArrays.as(output, shape);
        program.times(input, eachPixel(scales), images);
        program.plus(images, eachPixel(shifts), images);
    }

    @Override
    public void backward(Program program, @Nullable Gradients gradients, @Nullable INDArray inputGradient) {
        INDArray gradient = DeviceArrays.as(outputGradient, shape);
        if (gradients != null) {
            INDArray sums = arrays.zeros(shape[0], shape[1]);
            INDArray products = arrays.zeros(shape);
            program.sum(gradient, sums, 2, 3);
            program.matrixProduct(labels, true, sums, false, gradients.by(shiftTable));
            program.times(gradient, input, products);
            program.sum(products, sums, 2, 3);
            program.matrixProduct(labels, true, sums, false, gradients.by(scaleTable));
        }
        if (inputGradient != null) {
            program.times(gradient, eachPixel(scales), DeviceArrays.as(inputGradient, shape));
        }
    }

    @Override
    public LayerPass linearized(INDArray direction, INDArray directionGradient) {
        throw new UnsupportedOperationException("with batch normalisation, no image has a derivative of its own");
    }
}
