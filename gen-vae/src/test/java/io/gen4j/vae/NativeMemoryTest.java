package io.gen4j.vae;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What close() promises, seen from outside of the JVM. */
class NativeMemoryTest {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int MODELS = 200;
    private static final long KIB_PER_MIB = 1024;

    /** 200 models of 10 MiB, weights and gradients. The list keeps them from the garbage collector, which frees too. */
    @Test
    void twoHundredClosedModelsTakeNoMoreMemoryThanTwenty() throws IOException {
        assumeTrue(Files.isReadable(STATUS), "Linux tells a process its size");
        List<Autoencoder> closed = new ArrayList<>();
        long before = 0;
        for (int i = 0; i < MODELS; i++) {
            if (i == MODELS / 10) {
                before = residentMebibytes();
            }
            try (Autoencoder model =
                    Autoencoder.builder().hidden(800).latent(16).epochs(1).build()) {
                model.sample(2, 1).close();
                closed.add(model);
            }
        }
        long grown = residentMebibytes() - before;
        assertTrue(grown < 300, closed.size() + " closed models: the process has grown by " + grown + " MiB");
    }

    private static long residentMebibytes() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB)
                .findFirst()
                .orElseThrow();
    }
}
