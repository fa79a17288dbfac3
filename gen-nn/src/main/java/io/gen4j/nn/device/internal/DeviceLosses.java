package io.gen4j.nn.device.internal;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Losses as operations. Each adds the sum of the losses, and its gradient. */
public final class DeviceLosses {

    private static final long SUM = 1;

    private DeviceLosses() {}

    /**
     * Adds the binary cross-entropy of logits, in nats; see {@link io.gen4j.nn.optim.BinaryCrossEntropy}.
     *
     * @param targets of the same shape
     * @param gradient of the same shape; receives the gradient of the sum
     * @param loss of no dimension; receives the sum
     */
    public static void binaryCrossEntropy(
            Program program, INDArray logits, INDArray targets, INDArray gradient, INDArray loss, DeviceArrays arrays) {
        program.add(
                "sigm_cross_entropy_loss",
                new INDArray[] {logits, arrays.scalar(1), targets},
                loss,
                new long[] {SUM},
                0);
        program.sigmoid(logits, gradient);
        program.minus(gradient, targets, gradient);
    }

    /**
     * Adds the sum of squared differences.
     *
     * @param difference receives outputs - targets
     * @param scratch of the same shape
     * @param loss of no dimension; receives the sum
     */
    public static void squares(
            Program program, INDArray outputs, INDArray targets, INDArray difference, INDArray scratch, INDArray loss) {
        program.minus(outputs, targets, difference);
        program.square(difference, scratch);
        program.sum(scratch, loss);
    }
}
