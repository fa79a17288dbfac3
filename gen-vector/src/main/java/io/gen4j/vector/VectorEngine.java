package io.gen4j.vector;

import io.gen4j.nn.InferenceEngine;
import io.gen4j.runtime.CpuFeatures;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.MatrixEngine;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs dense layers with the JDK's Vector API. Use it for faster sampling on the CPU: add this module and start the JVM
 * with {@code --add-modules jdk.incubator.vector}. Gen4J finds it by {@link java.util.ServiceLoader}.
 *
 * <p>OpenBLAS packs the weights in each call, which takes a quarter of its time for batches of a hundred images. This
 * engine packs them only when they have changed. oneDNN packs less, so with AVX2 it is faster than both, and this engine
 * stands back.
 */
public final class VectorEngine implements InferenceEngine {

    private static final String MODULE = "jdk.incubator.vector";

    /** {@link MatrixEngine#name()} of gen-onednn's engine. */
    private static final String FASTER = "onednn";

    private boolean warm;

    /** Makes the engine. {@link java.util.ServiceLoader} calls it. */
    public VectorEngine() {}

    @Override
    public Optional<String> obstacle() {
        if (!HostMemory.isLocal()) {
            return Optional.of("ND4J's backend is not the CPU's");
        }
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return Optional.of("the JVM was started without --add-modules " + MODULE);
        }
        return System.getProperty("os.arch").equals("amd64")
                ? obstacle(
                        CpuFeatures.detect().flags(),
                        MatrixEngine.installed().map(MatrixEngine::name).orElse(""))
                : Optional.empty();
    }

    /**
     * @param flags of an x86 processor; empty if they are unknown
     * @param library that multiplies matrices in OpenBLAS's place, or ""
     */
    static Optional<String> obstacle(Set<String> flags, String library) {
        if (flags.isEmpty()) {
            return Optional.empty();
        }
        if (!flags.contains("fma")) {
            return Optional.of("the processor cannot multiply and add in one");
        }
        // Measured without AVX-512: docs/performance.md.
        if (library.equals(FASTER) && !flags.contains("avx512f")) {
            return Optional.of("oneDNN is faster on this processor; GEN_BLAS=openblas brings this engine back");
        }
        return Optional.empty();
    }

    /** Makes a program. The first call takes a second longer; see {@link WarmUp}. */
    @Override
    public synchronized Program prepare(List<Layer> layers) {
        if (!warm) {
            new WarmUp().run();
            warm = true;
        }
        return new VectorProgram(layers);
    }
}
