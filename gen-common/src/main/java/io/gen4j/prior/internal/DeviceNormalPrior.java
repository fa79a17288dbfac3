package io.gen4j.prior.internal;

import io.gen4j.nn.device.internal.DeviceArrays;
import io.gen4j.nn.device.internal.Gradients;
import io.gen4j.nn.device.internal.Program;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@link NormalPrior} as operations. */
public final class DeviceNormalPrior implements DevicePrior {

    private final DeviceArrays arrays;
    private INDArray latents = Nd4j.empty(DataType.FLOAT);

    /** @param arrays for its arrays */
    public DeviceNormalPrior(DeviceArrays arrays) {
        this.arrays = arrays;
    }

    @Override
    public void logDensities(Program program, INDArray newLatents, INDArray logs) {
        latents = newLatents;
        INDArray squares = arrays.zeros(latents.shape());
        program.square(latents, squares);
        program.keptSum(squares, logs, 1);
        program.times(logs, arrays.scalar(-0.5), logs);
    }

    @Override
    public void backward(Program program, INDArray weights, INDArray gradient) {
        program.times(latents, weights, gradient);
        program.times(gradient, arrays.scalar(-1), gradient);
    }

    @Override
    public void backwardParameters(Program program, Gradients gradients) {}
}
