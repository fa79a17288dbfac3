package io.gen4j.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processor's name and instruction sets. Use it to choose kernels or to report the machine.
 *
 * @param model the processor's name
 * @param flags the instruction sets by their Linux names, such as {@code avx2} and {@code avx512f}; empty if unknown
 */
public record CpuFeatures(String model, Set<String> flags) {

    private static final Logger LOG = LoggerFactory.getLogger(CpuFeatures.class);
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    /** Copies the flags. */
    public CpuFeatures {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(flags, "flags");
        flags = Set.copyOf(flags);
    }

    /** Reads the features of this machine. */
    public static CpuFeatures detect() {
        if (Files.isReadable(CPUINFO)) {
            try {
                return parse(Files.readAllLines(CPUINFO));
            } catch (IOException e) {
                LOG.warn("{} cannot be read, so the features of the processor are unknown: {}", CPUINFO, e.toString());
            }
        }
        return new CpuFeatures(System.getProperty("os.arch"), Set.of());
    }

    /** Parses the lines of Linux's cpuinfo. */
    static CpuFeatures parse(List<String> lines) {
        String model = value(lines, "model name", System.getProperty("os.arch"));
        String flags = value(lines, "flags", "");
        return new CpuFeatures(model, flags.isEmpty() ? Set.of() : Set.of(flags.split("\\s+")));
    }

    private static String value(List<String> lines, String key, String otherwise) {
        return lines.stream()
                .filter(line -> line.startsWith(key) && line.contains(":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(otherwise);
    }
}
