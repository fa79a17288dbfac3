package io.gen4j.prior;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.InputRows;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The standard normal distribution. */
record StandardNormal(int size) implements LatentPrior {

    private static final int BLOCK = 1 << 16;

    StandardNormal {
        Arguments.requireAtLeast("size", size, 1);
    }

    @Override
    public void fill(INDArray latents, RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        InputRows.requireExact("latents", latents, size);
        float[] values = new float[(int) Math.min(BLOCK, latents.length())];
        for (long start = 0; start < latents.length(); start += values.length) {
            int length = (int) Math.min(values.length, latents.length() - start);
            for (int i = 0; i < length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            HostMemory.write(values, latents, start, length);
        }
    }

    @Override
    public double[] logDensities(INDArray latents) {
        try (InputRows rows = InputRows.finite("latents", latents, size)) {
            double[] logs = new double[(int) rows.array().size(0)];
            float[] row = new float[size];
            for (int r = 0; r < logs.length; r++) {
                HostMemory.read(rows.array(), (long) r * size, row, size);
                for (float z : row) {
                    logs[r] -= 0.5 * ((double) z * z + Math.log(2 * Math.PI));
                }
            }
            return logs;
        }
    }

    @Override
    public boolean isStandardNormal() {
        return true;
    }
}
