package io.gen4j.persist;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Writes a network into a zip file that DL4J's {@link ModelSerializer} reads. It is not compressed: compression would save less
 * than a tenth and take many times longer.
 */
final class NetworkArchive {

    private final ZipOutputStream zip;

    /** An empty file. */
    NetworkArchive(OutputStream out) {
        zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.NO_COMPRESSION);
    }

    /** Writes a network's configuration and parameters, without the state of an optimiser. */
    NetworkArchive add(ComputationGraph network) throws IOException {
        add(
                ModelSerializer.CONFIGURATION_JSON,
                network.getConfiguration().toJson().getBytes(StandardCharsets.UTF_8));
        begin(ModelSerializer.COEFFICIENTS_BIN);
        DataOutputStream parameters = new DataOutputStream(new BufferedOutputStream(zip));
        Nd4j.write(network.params(), parameters);
        parameters.flush();
        return this;
    }

    /** Writes another entry. */
    NetworkArchive add(String name, byte[] content) throws IOException {
        begin(name);
        zip.write(content);
        return this;
    }

    /** Ends the file. The stream stays open. */
    void finish() throws IOException {
        zip.finish();
    }

    /** An entry without a time, so equal networks give equal files. */
    private void begin(String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        zip.putNextEntry(entry);
    }
}
