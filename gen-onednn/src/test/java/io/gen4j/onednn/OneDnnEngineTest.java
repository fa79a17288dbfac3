package io.gen4j.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gen4j.runtime.MatrixEngine;
import io.gen4j.runtime.internal.MatrixProduct;
import io.gen4j.runtime.internal.MatrixProduct.Matrix;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OneDnnEngineTest {

    private final OneDnnEngine engine = new OneDnnEngine();

    @BeforeEach
    void runsHere() {
        assumeTrue(engine.obstacle().isEmpty(), () -> engine.obstacle().orElseThrow());
    }

    /** Each matrix lies in a larger one, whose other numbers must stay. */
    @ParameterizedTest
    @CsvSource({
        "16, 16, 16",
        "17, 33, 65",
        "128, 400, 784",
        "784, 32, 1024",
        "1024, 32, 784",
        "100, 64, 16",
        "48, 2048, 64"
    })
    void multipliesAsTheDefinition(int rows, int columns, int inner) {
        for (int variant = 0; variant < 8; variant++) {
            boolean transposeA = (variant & 1) > 0;
            boolean transposeB = (variant & 2) > 0;
            float keep = variant >> 2;
            Columns a = transposeA ? new Columns(inner, rows, 3) : new Columns(rows, inner, 3);
            Columns b = transposeB ? new Columns(columns, inner, 5) : new Columns(inner, columns, 5);
            Columns c = new Columns(rows, columns, 2);
            float[] before = c.values.clone();
            try (FloatPointer at = new FloatPointer(a.values);
                    FloatPointer bt = new FloatPointer(b.values);
                    FloatPointer ct = new FloatPointer(c.values)) {
                engine.multiply(
                        transposeA, transposeB, rows, columns, inner, at, a.stride, bt, b.stride, keep, ct, c.stride);
                ct.get(c.values);
            }
            for (int j = 0; j < columns; j++) {
                for (int i = 0; i < c.stride; i++) {
                    int place = j * c.stride + i;
                    if (i >= rows) {
                        assertEquals(before[place], c.values[place], "a number between two columns");
                        continue;
                    }
                    double sum = keep * before[place];
                    for (int k = 0; k < inner; k++) {
                        sum += (double) (transposeA ? a.at(k, i) : a.at(i, k)) * (transposeB ? b.at(j, k) : b.at(k, j));
                    }
                    assertEquals(sum, c.values[place], 1e-5 * inner, "variant " + variant + " at " + i + ", " + j);
                }
            }
        }
    }

    private static final class Columns {

        private final int stride;
        private final float[] values;

        Columns(int rows, int columns, int more) {
            stride = rows + more;
            values = new float[stride * columns];
            Random random = new Random(rows * 31L + columns);
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextFloat() - 0.5f;
            }
        }

        float at(int row, int column) {
            return values[column * stride + row];
        }
    }

    @Test
    void givesTheSameBytesEachTime() {
        float[] first = product(64, 784, 512);
        for (int i = 0; i < 20; i++) {
            assertArrayEquals(first, product(64, 784, 512));
        }
    }

    @Test
    void givesTheSameBytesOnTwoThreadsAtOnce() {
        float[] alone = product(64, 784, 512);
        List<CompletableFuture<float[]>> both = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> product(64, 784, 512)))
                .toList();
        both.forEach(each -> assertArrayEquals(alone, each.join()));
    }

    private static float[] product(int rows, int inner, int columns) {
        try (INDArray a = Nd4j.linspace(-1, 1, (long) rows * inner).castTo(DataType.FLOAT);
                INDArray b = Nd4j.linspace(1, -1, (long) inner * columns).castTo(DataType.FLOAT);
                INDArray c = Nd4j.zeros(rows, columns)) {
            MatrixProduct.multiply(Matrix.of(a, rows), false, Matrix.of(b, inner), false, Matrix.of(c, rows), 0);
            return c.data().asFloat();
        }
    }

    @Test
    void keepsTheThreadsOfOtherLibraries() {
        int before = OpenMp.limitToOne();
        OpenMp.restore(4);
        try (FloatPointer a = new FloatPointer(64 * 64);
                FloatPointer b = new FloatPointer(64 * 64);
                FloatPointer c = new FloatPointer(64 * 64)) {
            engine.multiply(false, false, 64, 64, 64, a, 64, b, 64, 0, c, 64);
        }
        int after = OpenMp.limitToOne();
        OpenMp.restore(before);
        assertEquals(4, after);
    }

    @Test
    void isFound() {
        assertInstanceOf(OneDnnEngine.class, MatrixEngine.installed().orElseThrow());
    }

    @Test
    void leavesThinMatricesToOpenBlas() {
        assertTrue(engine.suits(16, 16, 16));
        assertFalse(engine.suits(15, 400, 400));
        assertFalse(engine.suits(400, 1, 400));
        assertFalse(engine.suits(400, 400, 15));
    }

    @Test
    void namesWhatIsMissing() {
        assertTrue(OneDnnEngine.obstacle("windows-x86_64", Set.of("avx2"), true)
                .orElseThrow()
                .contains("windows-x86_64"));
        assertTrue(OneDnnEngine.obstacle("linux-x86_64", Set.of("sse4_2"), true)
                .orElseThrow()
                .contains("AVX2"));
        assertTrue(OneDnnEngine.obstacle("linux-x86_64", Set.of("avx2"), false)
                .orElseThrow()
                .contains("org.bytedeco:dnnl"));
    }
}
