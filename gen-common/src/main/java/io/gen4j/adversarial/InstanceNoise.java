package io.gen4j.adversarial;

import io.gen4j.nn.Network;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.ArraysBySize;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gaussian noise on all images before a discriminator sees them (Sønderby et al. 2017, arXiv:1610.04490, section 4.1; Arjovsky
 * and Bottou 2017, arXiv:1701.04862). The distributions of real and fake images then overlap, so the discriminator is never
 * certain. Label columns behind the pixels stay unchanged.
 */
final class InstanceNoise implements Network {

    private final int pixels;
    private final ArraysBySize outputsBySize = new ArraysBySize();
    private RandomGenerator random = new SplittableRandom(0);
    private double deviation;

    /** @param pixels number of columns that receive noise, from the first one */
    public InstanceNoise(int pixels) {
        this.pixels = pixels;
    }

    /** Sets the standard deviation of the following noise, 0 or more, in the images' own unit. It starts at 0. */
    public void setDeviation(double value) {
        deviation = value;
    }

    @Override
    public void randomize(RandomGenerator newRandom) {
        random = newRandom;
    }

    @Override
    public INDArray forward(INDArray input) {
        if (deviation == 0) {
            return input;
        }
        INDArray output = outputsBySize.get(input.size(0), input.size(1));
        float[] row = new float[(int) input.size(1)];
        for (long i = 0; i < input.size(0); i++) {
            HostMemory.read(input, i * row.length, row, row.length);
            for (int j = 0; j < pixels; j++) {
                row[j] += (float) (deviation * random.nextGaussian());
            }
            HostMemory.write(row, output, i * row.length, row.length);
        }
        return output;
    }

    /** Does nothing: there are no weights. */
    @Override
    public void backward(INDArray gradient, ParameterGradients parameterGradients) {}

    @Override
    public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
        return gradient;
    }

    @Override
    public void close() {
        outputsBySize.close();
    }
}
