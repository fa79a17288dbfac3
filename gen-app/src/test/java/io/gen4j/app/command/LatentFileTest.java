package io.gen4j.app.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.file.InvalidDataException;
import io.gen4j.interop.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LatentFileTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void piecesJoinToTheWhole(int rows) throws IOException {
        Path file = directory.resolve("z.npy");
        float[] all = new float[7 * 3];
        for (int i = 0; i < all.length; i++) {
            all[i] = i / 4f - 2;
        }
        NpyFile.write(file, Nd4j.createFromArray(all).reshape('c', 7, 3));
        float[] read = new float[0];
        try (LatentFile latents = LatentFile.open(file, 3, 100)) {
            assertEquals(7, latents.count());
            for (int from = 0; from < 7; from += rows) {
                try (INDArray piece = latents.next(Math.min(rows, 7 - from))) {
                    assertEquals(2, piece.rank());
                    read = joined(read, piece.data().asFloat());
                }
            }
        }
        assertArrayEquals(all, read);
    }

    private static float[] joined(float[] first, float[] second) {
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void theRowOfABadNumberIsNamed(float bad) throws IOException {
        Path file = directory.resolve("z.npy");
        NpyFile.write(file, Nd4j.createFromArray(new float[][] {{0, 1}, {2, 3}, {0, bad}}));
        String message = assertThrows(IllegalArgumentException.class, () -> LatentFile.open(file, 2, 100))
                .getMessage();
        assertTrue(message.contains("NaN or infinite, first in row 2"), message);
    }

    /** Their sum is not finite, and they are. */
    @Test
    void largeNumbersAreNumbers() throws IOException {
        Path file = directory.resolve("z.npy");
        NpyFile.write(file, Nd4j.createFromArray(new float[][] {{3e38f, 3e38f}}));
        LatentFile.open(file, 2, 100).close();
    }

    @Test
    void otherShapesAreRefused() throws IOException {
        Path file = directory.resolve("z.npy");
        for (long[] shape : new long[][] {{2, 4}, {6}, {2, 3, 1}, {101, 3}}) {
            try (INDArray array = Nd4j.zeros(shape)) {
                NpyFile.write(file, array);
            }
            String message = assertThrows(IllegalArgumentException.class, () -> LatentFile.open(file, 3, 100))
                    .getMessage();
            assertTrue(message.contains("latents are [n, 3], n from 1 to 100"), message);
        }
    }

    @Test
    void aCutFileIsRefused() throws IOException {
        Path file = directory.resolve("z.npy");
        NpyFile.write(file, Nd4j.zeros(10, 3));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertThrows(InvalidDataException.class, () -> LatentFile.open(file, 3, 100));
    }
}
