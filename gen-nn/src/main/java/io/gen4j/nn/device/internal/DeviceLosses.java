package io.gen4j.nn.device.internal;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Losses as operations. Each adds the losses, and the gradient of their sum. */
public final class DeviceLosses {

    private static final long NONE = 0;
    private static final long SUM = 1;

    private DeviceLosses() {}

    /**
     * Adds the binary cross-entropy of logits, in nats; see {@link io.gen4j.nn.optim.BinaryCrossEntropy}.
     *
     * @param logits {@code [n, width]}
     * @param targets of the same shape
     * @param gradient of the same shape; receives the gradient of the sum
     * @param losses of no dimension for the sum, or {@code [n]} for that of each row
     */
    public static void binaryCrossEntropy(
            Program program,
            INDArray logits,
            INDArray targets,
            INDArray gradient,
            INDArray losses,
            DeviceArrays arrays) {
        boolean all = losses.rank() == 0;
        INDArray receiver = all ? losses : gradient;
        INDArray[] operands = {logits, arrays.scalar(1), targets};
        program.add("sigm_cross_entropy_loss", operands, receiver, new long[] {all ? SUM : NONE}, 0);
        if (!all) {
            program.sum(gradient, losses, 1);
        }
        program.sigmoid(logits, gradient);
        program.minus(gradient, targets, gradient);
    }

    /**
     * Adds the sum of squared differences.
     *
     * @param outputs {@code [n, width]}
     * @param difference receives outputs - targets
     * @param scratch of the same shape
     * @param losses of no dimension for the sum, or {@code [n]} for that of each row
     */
    public static void squares(
            Program program,
            INDArray outputs,
            INDArray targets,
            INDArray difference,
            INDArray scratch,
            INDArray losses) {
        program.minus(outputs, targets, difference);
        program.square(difference, scratch);
        program.sum(scratch, losses, losses.rank() == 0 ? new long[0] : new long[] {1});
    }
}
