package io.gen4j.nn;

import io.gen4j.runtime.InstalledServices;
import java.util.Optional;

/** Holds the installed engine, looked up once, on first use. */
final class Installed {

    static final Optional<InferenceEngine> ENGINE = InstalledServices.of(InferenceEngine.class).stream()
            .filter(engine -> engine.obstacle().isEmpty())
            .findFirst();

    private Installed() {}
}
