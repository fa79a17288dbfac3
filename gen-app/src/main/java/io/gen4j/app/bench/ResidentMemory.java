package io.gen4j.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resident memory of this process in megabytes; 0 if the system does not report it. */
final class ResidentMemory {

    private static final Path STATUS = Path.of("/proc/self/status");

    private ResidentMemory() {}

    /** The peak value. */
    static double peakMegabytes() throws IOException {
        return megabytes("VmHWM:");
    }

    /** The current value. */
    static double megabytes() throws IOException {
        return megabytes("VmRSS:");
    }

    private static double megabytes(String field) throws IOException {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(field))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                .findFirst()
                .orElse(0);
    }
}
