package io.gen4j.nn.device.internal;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;

/** Adds columns with the deviation between the rows of the batch (Karras et al. 2018, arXiv:1710.10196, section 3). */
final class DeviationPass implements LayerPass {

    private static final double EPSILON = 1e-8;

    private final DeviceArrays arrays;
    private final int copies;
    private final INDArray input;
    private final INDArray means;
    private final INDArray deviations;
    private final INDArray output;
    private final INDArray outputGradient;

    /** @param copies number of output columns behind the features that receive the deviation */
    DeviationPass(INDArray input, int copies, DeviceArrays arrays) {
        this.arrays = arrays;
        this.copies = copies;
        this.input = input;
        long features = input.size(1);
        this.means = arrays.zeros(features);
        this.deviations = arrays.zeros(features);
        this.output = arrays.zeros(input.size(0), features + copies);
        this.outputGradient = arrays.zeros(input.size(0), features + copies);
    }

    @Override
    public INDArray output() {
        return output;
    }

    @Override
    public INDArray outputGradient() {
        return outputGradient;
    }

    @Override
    public void forward(Program program) {
        long features = input.size(1);
        program.moments(input, means, deviations, 0);
        program.plus(deviations, arrays.scalar(EPSILON), deviations);
        program.add(Operation.of(new Sqrt(deviations, deviations)));
        INDArray mean = DeviceArrays.element(arrays.zeros(1), 0);
        program.mean(deviations, mean);
        program.assign(input, DeviceArrays.columns(output, 0, features));
        program.assign(mean, DeviceArrays.columns(output, features, features + copies));
    }

    /** The gradient of the deviation, summed over all rows, times (x - mean) / (n * features * deviation). */
    @Override
    public void backward(Program program, @Nullable Gradients gradients, @Nullable INDArray inputGradient) {
        if (inputGradient == null) {
            return;
        }
        long features = input.size(1);
        INDArray sum = DeviceArrays.element(arrays.zeros(1), 0);
        program.sum(DeviceArrays.columns(outputGradient, features, features + copies), sum);
        program.times(sum, arrays.scalar(1.0 / input.length()), sum);
        program.minus(input, means, inputGradient);
        program.divided(inputGradient, deviations, inputGradient);
        program.times(inputGradient, sum, inputGradient);
        program.plus(inputGradient, DeviceArrays.columns(outputGradient, 0, features), inputGradient);
    }

    @Override
    public LayerPass linearized(INDArray direction, INDArray directionGradient) {
        throw new UnsupportedOperationException("with minibatch deviation, no image has a derivative of its own");
    }
}
