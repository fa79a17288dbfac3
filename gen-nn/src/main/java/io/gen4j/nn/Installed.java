package io.gen4j.nn;

import java.util.Optional;
import java.util.ServiceLoader;

/** Looks once, when the first network draws. */
final class Installed {

    static final Optional<InferenceEngine> ENGINE = ServiceLoader.load(InferenceEngine.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(engine -> engine.obstacle().isEmpty())
            .findFirst();

    private Installed() {}
}
