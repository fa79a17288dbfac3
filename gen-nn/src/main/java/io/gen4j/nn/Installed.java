package io.gen4j.nn;

import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Holds the installed engine, looked up once, on first use. An engine that cannot be loaded counts as none. */
final class Installed {

    /** A loader that fails again and again is given up. */
    private static final int MOST_FAILURES = 20;

    static final Optional<InferenceEngine> ENGINE = first(
                    ServiceLoader.load(InferenceEngine.class, InferenceEngine.class.getClassLoader()))
            .or(() -> first(ServiceLoader.load(InferenceEngine.class)));

    private Installed() {}

    private static Optional<InferenceEngine> first(ServiceLoader<InferenceEngine> loader) {
        Iterator<InferenceEngine> engines = loader.iterator();
        for (int failures = 0; failures < MOST_FAILURES; ) {
            try {
                if (!engines.hasNext()) {
                    return Optional.empty();
                }
                InferenceEngine engine = engines.next();
                if (engine.obstacle().isEmpty()) {
                    return Optional.of(engine);
                }
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                failures++;
            }
        }
        return Optional.empty();
    }
}
