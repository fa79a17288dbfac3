package io.gen4j.vector;

import io.gen4j.nn.InferenceEngine;
import io.gen4j.runtime.CpuFeatures;
import io.gen4j.runtime.HostMemory;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Dense layers on the JDK's vectors. BLAS rearranges the weights at each call, which for batches of a hundred images is a
 * quarter of its time; here they are rearranged when they have changed.
 */
public final class VectorEngine implements InferenceEngine {

    private static final String MODULE = "jdk.incubator.vector";

    private boolean warm;

    /** Made by {@link java.util.ServiceLoader}. */
    public VectorEngine() {}

    @Override
    public Optional<String> obstacle() {
        if (!HostMemory.isLocal()) {
            return Optional.of("ND4J's backend is not the CPU's");
        }
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return Optional.of("the JVM was started without --add-modules " + MODULE);
        }
        Set<String> flags = CpuFeatures.detect().flags();
        if (!flags.isEmpty() && System.getProperty("os.arch").equals("amd64") && !flags.contains("fma")) {
            return Optional.of("the processor cannot multiply and add in one");
        }
        return Optional.empty();
    }

    /** Takes a second more the first time: see {@link WarmUp}. */
    @Override
    public synchronized Program prepare(List<Layer> layers) {
        if (!warm) {
            new WarmUp().run();
            warm = true;
        }
        return new VectorProgram(layers);
    }
}
