package io.gen4j.adversarial;

import io.gen4j.nn.device.internal.DeviceArrays;
import io.gen4j.nn.device.internal.DeviceLosses;
import io.gen4j.nn.device.internal.Program;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An {@link AdversarialLoss} as operations. Losses and gradients are those of the mean over a number of images. */
final class DeviceObjective {

    private final AdversarialLoss loss;
    private final DeviceArrays arrays;
    private final int images;

    /** @param images divides the sums */
    DeviceObjective(AdversarialLoss loss, int images, DeviceArrays arrays) {
        this.loss = loss;
        this.images = images;
        this.arrays = arrays;
    }

    /**
     * Adds the discriminator's loss.
     *
     * @param outputs {@code [n, 1]}
     * @param realTarget of the first {@code real} rows; the others have the target 0
     * @param gradient {@code [n, 1]}; receives the gradient
     * @param value of no dimension; receives the loss
     */
    void discriminator(
            Program program, INDArray outputs, int real, double realTarget, INDArray gradient, INDArray value) {
        long n = outputs.size(0);
        INDArray signs = rows(n, real, 1, -1);
        INDArray scratch = arrays.zeros(n, 1);
        switch (loss) {
            case NON_SATURATING, SATURATING -> {
                crossEntropy(program, outputs, rows(n, real, realTarget, 0), gradient, value);
            }
            case RELATIVISTIC -> {
                crossEntropy(program, outputs, rows(n, real, 1, 0), gradient, value);
            }
            case LEAST_SQUARES -> {
                squares(program, outputs, rows(n, real, realTarget, 0), gradient, scratch, value);
            }
            case HINGE -> {
                program.times(outputs, signs, scratch);
                program.minus(arrays.scalar(1), scratch, scratch);
                program.relu(scratch, gradient);
                program.sum(gradient, value);
                program.reluSlope(scratch, rows(n, real, -1, 1), gradient);
                mean(program, gradient, value);
            }
            case WASSERSTEIN -> {
                program.times(outputs, rows(n, real, -1, 1), gradient);
                program.sum(gradient, value);
                program.assign(rows(n, real, -1, 1), gradient);
                mean(program, gradient, value);
            }
            default -> throw unknown();
        }
    }

    /** Adds the generator's loss; see {@link #discriminator}. */
    void generator(Program program, INDArray outputs, INDArray gradient, INDArray value) {
        long n = outputs.size(0);
        switch (loss) {
            case NON_SATURATING, RELATIVISTIC -> crossEntropy(program, outputs, rows(n, 0, 0, 1), gradient, value);
            case SATURATING -> {
                crossEntropy(program, outputs, rows(n, 0, 0, 0), gradient, value);
                program.times(gradient, arrays.scalar(-1), gradient);
                program.times(value, arrays.scalar(-1), value);
            }
            case LEAST_SQUARES -> squares(program, outputs, rows(n, 0, 0, 1), gradient, arrays.zeros(n, 1), value);
            case HINGE, WASSERSTEIN -> {
                program.sum(outputs, value);
                program.assign(arrays.scalar(-1), gradient);
                program.times(value, arrays.scalar(-1), value);
                mean(program, gradient, value);
            }
            default -> throw unknown();
        }
    }

    private IllegalArgumentException unknown() {
        return new IllegalArgumentException(
                "loss is " + loss + ": the nd4j engine does not have it; set GEN_ENGINE=host");
    }

    /** A constant column: the first rows have one value, the others another. */
    private INDArray rows(long n, int first, double value, double others) {
        INDArray column = arrays.filled(others, n, 1);
        if (first > 0) {
            DeviceArrays.part(column, 0, first, 1).assign(value);
        }
        return column;
    }

    private void crossEntropy(Program program, INDArray outputs, INDArray targets, INDArray gradient, INDArray value) {
        DeviceLosses.binaryCrossEntropy(program, outputs, targets, gradient, value, arrays);
        mean(program, gradient, value);
    }

    private void squares(
            Program program, INDArray outputs, INDArray targets, INDArray gradient, INDArray scratch, INDArray value) {
        DeviceLosses.squares(program, outputs, targets, gradient, scratch, value);
        program.times(value, arrays.scalar(0.5), value);
        mean(program, gradient, value);
    }

    private void mean(Program program, INDArray gradient, INDArray value) {
        program.times(gradient, arrays.scalar(1.0 / images), gradient);
        program.times(value, arrays.scalar(1.0 / images), value);
    }
}
