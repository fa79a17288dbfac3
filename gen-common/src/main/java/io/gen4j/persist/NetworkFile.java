package io.gen4j.persist;

import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Reads and writes a single network in a file for DL4J's {@link ModelSerializer}. Use it to pass a network to a DL4J
 * program.
 */
public final class NetworkFile {

    private NetworkFile() {}

    /** Writes a network without the state of an optimiser. An existing file is replaced. */
    public static void write(Path file, ComputationGraph network) throws IOException {
        Objects.requireNonNull(file, "file");
        AtomicFile.replace(file, out -> new NetworkArchive(out).add(network).finish());
    }

    /**
     * Reads the weights of a network with the same layers, and its number of iterations.
     *
     * @param network changed
     * @throws InvalidDataException if the file is damaged, or has another number of parameters
     */
    public static void readInto(Path file, ComputationGraph network) throws IOException {
        Objects.requireNonNull(network, "network");
        NetworkParameters.readInto(file, network);
    }
}
