package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.InitializedGraph;
import io.gen4j.runtime.internal.NativeArrays;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine;

/** What ND4J really throws when more is asked for than any processor can address, as the user sees it. */
class OutOfMemoryTest {

    private static final long SIDE = 1L << 24;

    @Test
    void anArrayOfOurs() {
        assertLine(
                "there are no 1,073,741,824 MiB for 16777216 x 16777216 numbers",
                assertThrows(OutOfMemoryError.class, () -> NativeArrays.zeros(SIDE, SIDE)));
        assertThrows(OutOfMemoryError.class, () -> NativeArrays.uninitialized(SIDE, SIDE));
    }

    @Test
    void aGraphsParameters() {
        ComputationGraphConfiguration huge = DenseGraph.builder()
                .addInputs("image")
                .addLayer("pixels", DenseGraph.layer((int) SIDE, (int) SIDE, Activation.SIGMOID), "image")
                .setOutputs("pixels")
                .build();
        assertLine(
                "for 281474993487872 numbers", assertThrows(OutOfMemoryError.class, () -> InitializedGraph.of(huge)));
    }

    @Test
    void anArrayThatNd4jMakes() {
        assertLine(
                "std::bad_alloc", assertThrows(RuntimeException.class, () -> Nd4j.create(DataType.FLOAT, SIDE, SIDE)));
    }

    private static void assertLine(String detail, Throwable failure) {
        StringWriter err = new StringWriter();
        CommandLine command = Gen.commandLine(Map.of()).setErr(new PrintWriter(err));
        ErrorHandler handler = new ErrorHandler();
        int exitCode = failure instanceof Exception exception
                ? handler.failure(exception, command, false)
                : handler.outOfMemory(failure, command, false);
        String line = err.toString();
        assertEquals(1, exitCode);
        assertEquals(1, line.lines().count(), line);
        assertTrue(line.startsWith("gen: not enough memory: "), line);
        assertTrue(line.contains(detail) && line.contains("lower the batch size"), line);
    }
}
