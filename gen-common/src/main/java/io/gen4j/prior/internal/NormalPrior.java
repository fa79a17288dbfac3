package io.gen4j.prior.internal;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.ArraysBySize;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The standard normal distribution as a prior: log p(z) = -1/2 sum(z^2 + log(2 pi)), with the gradient -z. */
public final class NormalPrior implements TrainedPrior {

    private final int size;
    private final ArraysBySize gradients = new ArraysBySize();
    private float[] z = new float[0];

    /** @param size the numbers of a latent */
    public NormalPrior(int size) {
        this.size = size;
    }

    @Override
    public double[] logDensities(INDArray latents) {
        z = new float[(int) latents.length()];
        HostMemory.read(latents, 0, z, z.length);
        double[] logs = new double[z.length / size];
        for (int i = 0; i < z.length; i++) {
            logs[i / size] -= 0.5 * ((double) z[i] * z[i] + Math.log(2 * Math.PI));
        }
        return logs;
    }

    @Override
    public INDArray backward(float[] weights) {
        float[] values = new float[z.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = -weights[i / size] * z[i];
        }
        INDArray gradient = gradients.get(weights.length, size);
        HostMemory.write(values, gradient, 0, values.length);
        return gradient;
    }

    @Override
    public void backwardParameters() {}

    @Override
    public void close() {
        gradients.close();
    }
}
