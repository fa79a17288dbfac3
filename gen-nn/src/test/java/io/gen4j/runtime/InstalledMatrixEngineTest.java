package io.gen4j.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.runtime.InstalledMatrixEngine.Wanted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.Test;

class InstalledMatrixEngineTest {

    private final MatrixEngine usable = new Stub("one", Optional.empty());
    private final MatrixEngine hindered = new Stub("two", Optional.of("the moon is full"));

    @Test
    void takesTheFirstThatRunsHere() {
        assertSame(usable, choose("").orElseThrow());
    }

    @Test
    void takesNoneForOpenBlas() {
        assertEquals(Optional.empty(), choose("openblas"));
    }

    @Test
    void takesTheOneThatIsNamed() {
        assertSame(usable, choose("one").orElseThrow());
    }

    @Test
    void refusesAnUnknownName() {
        assertEquals(
                "GEN_BLAS is m\\u001bkl: must be openblas or two or one, as far as the class path has them",
                assertThrows(IllegalArgumentException.class, () -> choose("m\u001bkl"))
                        .getMessage());
    }

    @Test
    void refusesOneThatCannotRun() {
        assertEquals(
                "GEN_BLAS is two, which cannot be used: the moon is full",
                assertThrows(IllegalArgumentException.class, () -> choose("two"))
                        .getMessage());
    }

    @Test
    void readsThePropertyBeforeTheVariable() {
        Properties properties = new Properties();
        assertEquals(new Wanted("GEN_BLAS", ""), InstalledMatrixEngine.wanted(Map.of(), properties));
        assertEquals(new Wanted("GEN_BLAS", "a"), InstalledMatrixEngine.wanted(Map.of("GEN_BLAS", " a "), properties));
        properties.setProperty("gen4j.blas", "b");
        assertEquals(new Wanted("gen4j.blas", "b"), InstalledMatrixEngine.wanted(Map.of("GEN_BLAS", "a"), properties));
    }

    @Test
    void namesThePropertyWhereThatIsWrong() {
        Wanted wanted = new Wanted("gen4j.blas", "mkl");
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> InstalledMatrixEngine.choose(List.of(hindered, usable), wanted))
                .getMessage();
        assertTrue(message.startsWith("gen4j.blas is mkl: must be "), message);
    }

    private Optional<MatrixEngine> choose(String name) {
        return InstalledMatrixEngine.choose(List.of(hindered, usable), new Wanted("GEN_BLAS", name));
    }

    private record Stub(String name, Optional<String> obstacle) implements MatrixEngine {

        @Override
        public boolean suits(int rows, int columns, int inner) {
            return true;
        }

        @Override
        public void multiply(
                boolean transposeA,
                boolean transposeB,
                int rows,
                int columns,
                int inner,
                FloatPointer a,
                int strideA,
                FloatPointer b,
                int strideB,
                float keep,
                FloatPointer c,
                int strideC) {
            throw new UnsupportedOperationException();
        }
    }
}
