package io.gen4j.persist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.graph.DenseGraph;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;

class NetworkParametersTest {

    private static final String CONFIGURATION = ModelSerializer.CONFIGURATION_JSON;
    private static final String COEFFICIENTS = ModelSerializer.COEFFICIENTS_BIN;

    @TempDir
    private Path directory;

    private Path file;
    private final ComputationGraph graph = graph(3);

    private static ComputationGraph graph(int inputs) {
        ComputationGraph graph = new ComputationGraph(DenseGraph.builder()
                .addInputs("input")
                .addLayer("layer", DenseGraph.layer(inputs, 2, Activation.IDENTITY), "input")
                .setOutputs("layer")
                .build());
        graph.init();
        return graph;
    }

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("network.zip");
        graph.params().assign(Nd4j.linspace(1, graph.numParams(), graph.numParams()));
        graph.getConfiguration().setIterationCount(17);
        NetworkFile.write(file, graph);
    }

    @Test
    void readsWhatIsWritten() throws IOException {
        assertRead();
    }

    @Test
    void readsWhatDl4jWrites() throws IOException {
        ModelSerializer.writeModel(graph, file.toFile(), false);
        assertRead();
    }

    private void assertRead() throws IOException {
        ComputationGraph read = graph(3);
        NetworkParameters.readInto(file, read);
        assertEquals(graph.params(), read.params());
        assertEquals(17, read.getConfiguration().getIterationCount());
    }

    @Test
    void dl4jReadsWhatIsWritten() throws IOException {
        ComputationGraph read = ComputationGraph.load(file.toFile(), false);
        assertEquals(graph.params(), read.params());
        assertEquals(graph.getConfiguration(), read.getConfiguration());
        assertEquals(17, read.getConfiguration().getIterationCount());
    }

    @Test
    void refusesOtherSizes() {
        assertRefused(graph(4), "expected 10");
    }

    @Test
    void makesNothingOfTheClassesThatAFileNames() throws IOException {
        change(
                CONFIGURATION,
                bytes -> "{\"@class\": \"io.gen4j.persist.NetworkParametersTest$Trap\", \"iterationCount\": 3}"
                        .getBytes());
        ByteArrayOutputStream trap = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(trap)) {
            out.writeObject(new Trap());
        }
        change("normalizer.bin", bytes -> trap.toByteArray());
        change("preprocessor.bin", bytes -> trap.toByteArray());
        change("../../escaped", bytes -> trap.toByteArray());
        ComputationGraph read = graph(3);
        NetworkParameters.readInto(file, read);
        assertEquals(3, read.getConfiguration().getIterationCount());
        assertEquals(0, Trap.sprung);
        assertTrue(Files.notExists(directory.resolve("../../escaped")));
    }

    /** Counts how often it is made of a stream. */
    private static final class Trap implements Serializable {
        private static final long serialVersionUID = 1L;
        private static int sprung;

        private Object readResolve() {
            sprung++;
            return this;
        }
    }

    @Test
    void readsNoMoreThanItNeeds() throws IOException {
        // A bomb: 64 megabytes of zeros, which a few thousand bytes hold.
        change(COEFFICIENTS, bytes -> Arrays.copyOf(bytes, 1 << 26));
        assertTrue(Files.size(file) < 1 << 18);
        assertRefused(graph(3), "goes on after its 8 parameters");
    }

    @Test
    void refusesDamageOfEveryByte() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused(graph(3), "network.zip");
        }
    }

    @Test
    void refusesLengthsThatCannotBe() throws IOException {
        for (int position = 0; position < 75; position++) {
            int at = position;
            write();
            change(COEFFICIENTS, bytes -> {
                bytes[at] ^= (byte) 0x80;
                return bytes;
            });
            ComputationGraph read = graph(3);
            try {
                NetworkParameters.readInto(file, read);
                assertEquals(graph.params(), read.params(), "what changed was looked at by nobody");
            } catch (InvalidDataException e) {
                assertTrue(e.getMessage().contains("network.zip"), e.getMessage());
            }
        }
    }

    private void assertRefused(ComputationGraph into, String word) {
        InvalidDataException refusal =
                assertThrows(InvalidDataException.class, () -> NetworkParameters.readInto(file, into));
        assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
    }

    /** Writes the file anew with one entry changed, or added. */
    private void change(String name, UnaryOperator<byte[]> change) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        entries.put(name, change.apply(entries.getOrDefault(name, new byte[0])));
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
    }
}
