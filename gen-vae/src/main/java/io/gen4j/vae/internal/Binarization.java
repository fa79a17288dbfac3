package io.gen4j.vae.internal;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Draws black and white pixels, 0 or 1, from grey ones. The grey value is the probability of white (Salakhutdinov and
 * Murray 2008). Black and white pixels do not change. The result lies in a buffer that the next call overwrites.
 */
public final class Binarization implements AutoCloseable {

    private INDArray binary = Nd4j.empty(DataType.FLOAT);

    /**
     * Draws each pixel.
     *
     * @param greys {@code [n, pixels]} with values from 0 to 1, 'c' order; not changed
     * @return the drawn pixels, of the same shape
     */
    public INDArray draw(INDArray greys, RandomGenerator random) {
        if (!binary.equalShapes(greys)) {
            binary.close();
            binary = NativeArrays.zeros(greys.shape());
        }
        int width = (int) greys.size(1);
        float[] row = new float[width];
        for (long start = 0; start < greys.length(); start += width) {
            HostMemory.read(greys, start, row, width);
            for (int i = 0; i < width; i++) {
                row[i] = random.nextFloat() < row[i] ? 1f : 0f;
            }
            HostMemory.write(row, binary, start, width);
        }
        return binary;
    }

    @Override
    public void close() {
        binary.close();
    }
}
