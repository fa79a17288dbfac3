package io.gen4j.prior.internal;

import io.gen4j.prior.LatentPrior;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.InputRows;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A VampPrior as it is at one moment: the mixture of the encoder's distributions of the pseudo-inputs. It keeps a copy
 * of the moments, so it does not change with the model.
 */
public final class PseudoInputMixture implements LatentPrior {

    private final int size;
    private final float[] moments;

    /** @param moments {@code [components, 2 size]}: means, then log variances */
    public PseudoInputMixture(INDArray moments) {
        this.size = (int) moments.size(1) / 2;
        this.moments = new float[(int) moments.length()];
        HostMemory.read(moments, 0, this.moments, this.moments.length);
    }

    private int components() {
        return moments.length / (2 * size);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void fill(INDArray latents, RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        InputRows.requireExact("latents", latents, size);
        float[] row = new float[size];
        for (long r = 0; r < latents.size(0); r++) {
            int start = random.nextInt(components()) * 2 * size;
            for (int i = 0; i < size; i++) {
                double deviation = Math.exp(moments[start + size + i] / 2.0);
                row[i] = (float) (moments[start + i] + deviation * random.nextGaussian());
            }
            HostMemory.write(row, latents, r * size, size);
        }
    }

    @Override
    public double[] logDensities(INDArray latents) {
        try (InputRows rows = InputRows.finite("latents", latents, size);
                DiagonalMixture mixture = new DiagonalMixture(size);
                INDArray array = NativeArrays.uninitialized(components(), 2L * size)) {
            HostMemory.write(moments, array, 0, moments.length);
            return mixture.logDensities(rows.array(), array);
        }
    }

    @Override
    public String toString() {
        return "mixture of the encoder's distributions of " + components() + " pseudo-inputs";
    }
}
