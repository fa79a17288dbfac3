package io.gen4j.persist;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.file.InvalidDataException;
import io.gen4j.runtime.HostMemory;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Reads the weights in a zip file of {@link NetworkArchive} or DL4J's {@link ModelSerializer}. DL4J's own reader trusts a
 * file, which may come from anywhere. It creates instances of any class, and arrays of any length, that the file names.
 * This class reads only numbers, into a graph of the caller.
 */
final class NetworkParameters {

    private static final String ITERATIONS = "iterationCount";
    private static final int MAX_CONFIGURATION_BYTES = 1 << 24;
    private static final int MAX_NESTING = 64;

    /** ND4J describes a shape by its rank, sizes, strides, and three numbers more. */
    private static final int SHAPE_EXTRAS = 4;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
            .build());

    private final Path file;
    private final ZipFile zip;

    private NetworkParameters(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
    }

    /**
     * Reads parameters and count into a graph, which stays as it is if that fails.
     *
     * @throws NoSuchFileException if there is no such file
     * @throws InvalidDataException if the file is damaged, or has another number of parameters
     */
    static void readInto(Path file, ComputationGraph graph) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            NetworkParameters reader = new NetworkParameters(file, zip);
            float[] values = reader.parameters(Math.toIntExact(graph.numParams()));
            int iterations = reader.iterations();
            HostMemory.write(values, graph.params(), 0, values.length);
            graph.getConfiguration().setIterationCount(iterations);
        } catch (InvalidDataException | NoSuchFileException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidDataException(file + " is no network, or is damaged: " + e.getMessage(), e);
        }
    }

    private float[] parameters(int count) throws IOException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(open(ModelSerializer.COEFFICIENTS_BIN)))) {
            long found = readShape(in);
            if (found != count) {
                throw new InvalidDataException(
                        file + " has " + found + " parameters: expected " + count + ", as its settings say");
            }
            if (readBuffer(in, "FLOAT") != count) {
                throw new InvalidDataException(file + " has another number of parameters than it says");
            }
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = in.readFloat();
            }
            if (in.read() >= 0) {
                throw new InvalidDataException(file + " goes on after its " + count + " parameters");
            }
            return values;
        }
    }

    /** Returns how many numbers there are: in one dimension, or in a row of two. */
    private long readShape(DataInputStream in) throws IOException {
        long length = readBuffer(in, "LONG");
        long rank = in.readLong();
        if (rank < 1 || rank > 2 || length != 2 * rank + SHAPE_EXTRAS) {
            throw new InvalidDataException(file + " has parameters that are no row of numbers");
        }
        long rows = rank == 1 ? 1 : in.readLong();
        long columns = in.readLong();
        // The strides and the other numbers follow.
        in.skipNBytes((length - 1 - rank) * Long.BYTES);
        if (rows != 1) {
            throw new InvalidDataException(file + " has parameters that are no row of numbers");
        }
        return columns;
    }

    /** Reads ND4J's header of a buffer: its allocation, and the count and type of its numbers. Returns the count. */
    private long readBuffer(DataInputStream in, String type) throws IOException {
        in.readUTF();
        long length = in.readLong();
        if (!in.readUTF().equals(type)) {
            throw new InvalidDataException(file + " has parameters of another kind: expected " + type);
        }
        return length;
    }

    private int iterations() throws IOException {
        try (InputStream in = open(ModelSerializer.CONFIGURATION_JSON)) {
            JsonNode iterations =
                    JSON.readTree(in.readNBytes(MAX_CONFIGURATION_BYTES)).path(ITERATIONS);
            if (!iterations.canConvertToInt() || iterations.asInt() < 0) {
                throw new InvalidDataException(
                        file + " has no " + ITERATIONS + " in its " + ModelSerializer.CONFIGURATION_JSON);
            }
            return iterations.asInt();
        }
    }

    private InputStream open(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new InvalidDataException(file + " has no " + name + ": it is no network");
        }
        return zip.getInputStream(entry);
    }
}
