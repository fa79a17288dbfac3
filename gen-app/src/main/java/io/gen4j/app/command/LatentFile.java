package io.gen4j.app.command;

import io.gen4j.interop.NpyArray;
import io.gen4j.interop.NpyFile;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.NativeArrays;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Latents in a NumPy file, from the first to the last. They are checked in one pass and read in a second one, so that
 * memory holds a part of them alone. For one thread.
 */
final class LatentFile implements Closeable {

    private final NpyArray.Numbers numbers;
    private final int count;
    private final int size;

    private LatentFile(NpyArray.Numbers numbers, int count, int size) {
        this.numbers = numbers;
        this.count = count;
        this.size = size;
    }

    /**
     * Checks a file and opens it.
     *
     * @param size of a latent
     * @param most latents
     * @throws IllegalArgumentException if the file has another shape, or numbers that are not finite
     */
    static LatentFile open(Path file, int size, int most) throws IOException {
        NpyArray array = NpyFile.single(file);
        long[] shape = array.shape();
        if (shape.length != 2 || shape[1] != size || shape[0] < 1 || shape[0] > most) {
            throw new IllegalArgumentException(file + " has the shape " + Arrays.toString(shape)
                    + ": this model's latents are [n, " + size + "], n from 1 to " + most);
        }
        int count = (int) shape[0];
        requireFinite(array, file, count, size);
        return new LatentFile(array.open(), count, size);
    }

    private static void requireFinite(NpyArray array, Path file, int count, int size) throws IOException {
        float[] latent = new float[size];
        try (NpyArray.Numbers numbers = array.open()) {
            for (int i = 0; i < count; i++) {
                numbers.read(latent, size);
                for (float number : latent) {
                    if (!Float.isFinite(number)) {
                        throw new IllegalArgumentException(file + " has latents that are NaN or infinite, first in row "
                                + i + ": must be numbers, about -3 to 3");
                    }
                }
            }
        }
    }

    int count() {
        return count;
    }

    /** The next latents, {@code [rows, size]}. The caller closes the array. */
    INDArray next(int rows) throws IOException {
        float[] piece = new float[Math.multiplyExact(rows, size)];
        numbers.read(piece, piece.length);
        INDArray latents = NativeArrays.zeros(rows, size);
        HostMemory.write(piece, latents, 0, piece.length);
        return latents;
    }

    @Override
    public void close() throws IOException {
        numbers.close();
    }
}
