package io.gen4j.nn;

import java.util.Optional;
import java.util.ServiceLoader;

/** Holds the installed engine, looked up once, on first use. */
final class Installed {

    static final Optional<InferenceEngine> ENGINE = ServiceLoader.load(InferenceEngine.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(engine -> engine.obstacle().isEmpty())
            .findFirst();

    private Installed() {}
}
