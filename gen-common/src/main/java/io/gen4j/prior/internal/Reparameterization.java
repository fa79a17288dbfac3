package io.gen4j.prior.internal;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The reparameterisation trick and the divergence from the prior (Kingma and Welling 2014, appendix B). Latents are z =
 * mu + exp(log_var / 2) eps, with eps from the standard normal distribution. The Kullback-Leibler divergence of q(z|x)
 * is -1/2 sum(1 + log_var - mu^2 - exp(log_var)).
 */
public final class Reparameterization implements AutoCloseable {

    private final int size;
    private int count;
    private float[] moments = new float[0];
    private float[] noise = new float[0];
    private float[] z = new float[0];
    private INDArray latents = Nd4j.empty(DataType.FLOAT);
    private INDArray momentGradients = Nd4j.empty(DataType.FLOAT);

    public Reparameterization(int size) {
        this.size = size;
    }

    /** Draws latents {@code [n, size]} from moments {@code [n, 2 size]}. */
    public INDArray forward(INDArray momentArray, RandomGenerator random) {
        resize((int) momentArray.size(0));
        HostMemory.read(momentArray, 0, moments, moments.length);
        for (int i = 0; i < z.length; i++) {
            int at = mean(i);
            noise[i] = (float) random.nextGaussian();
            z[i] = moments[at] + (float) Math.exp(moments[at + size] / 2) * noise[i];
        }
        HostMemory.write(z, latents, 0, z.length);
        return latents;
    }

    /** The divergence of the last forward pass, summed over the batch, in nats. */
    public double divergence() {
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            double mean = moments[mean(i)];
            double logVariance = moments[mean(i) + size];
            sum += 1 + logVariance - mean * mean - Math.exp(logVariance);
        }
        return -0.5 * sum;
    }

    /**
     * Computes the gradient of (loss + weight * divergence) with respect to the moments. It takes the gradient of the
     * loss with respect to the latents.
     */
    public INDArray backward(INDArray latentGradients, float weight) {
        float[] byMoment = new float[moments.length];
        float[] byLatent = new float[z.length];
        HostMemory.read(latentGradients, 0, byLatent, z.length);
        for (int i = 0; i < z.length; i++) {
            int at = mean(i);
            double deviation = Math.exp(moments[at + size] / 2);
            byMoment[at] = byLatent[i] + weight * moments[at];
            byMoment[at + size] =
                    (float) (0.5 * (byLatent[i] * noise[i] * deviation + weight * deviation * deviation - weight));
        }
        HostMemory.write(byMoment, momentGradients, 0, byMoment.length);
        return momentGradients;
    }

    private int mean(int i) {
        return i / size * 2 * size + i % size;
    }

    private void resize(int newCount) {
        if (count == newCount) {
            return;
        }
        close();
        count = newCount;
        moments = new float[2 * count * size];
        noise = new float[count * size];
        z = new float[count * size];
        latents = NativeArrays.zeros(count, size);
        momentGradients = NativeArrays.zeros(count, 2L * size);
    }

    @Override
    public void close() {
        latents.close();
        momentGradients.close();
    }
}
