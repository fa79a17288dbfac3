package io.gen4j.runtime;

import io.gen4j.file.Printable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds the engine of matrix products, looked up once, on first use. */
final class InstalledMatrixEngine {

    static final String VARIABLE = "GEN_BLAS";
    static final String PROPERTY = "gen4j.blas";
    private static final String OPENBLAS = "openblas";

    private InstalledMatrixEngine() {}

    /** The engine in use; empty if OpenBLAS alone multiplies. */
    static Optional<MatrixEngine> get() {
        return Holder.engine();
    }

    private static final class Holder {

        private static final Object ENGINE = lookUp();

        /** A class that fails to initialise cannot be asked again, so the failure is kept and thrown each time. */
        private static Object lookUp() {
            try {
                return choose(
                        InstalledServices.of(MatrixEngine.class), wanted(System.getenv(), System.getProperties()));
            } catch (IllegalArgumentException e) {
                return e.getMessage();
            }
        }

        @SuppressWarnings("unchecked")
        static Optional<MatrixEngine> engine() {
            if (ENGINE instanceof String message) {
                throw new IllegalArgumentException(message);
            }
            return (Optional<MatrixEngine>) ENGINE;
        }
    }

    /** The name that the user gives; empty if none. */
    static String wanted(Map<String, String> environment, Properties properties) {
        return properties
                .getProperty(PROPERTY, environment.getOrDefault(VARIABLE, ""))
                .strip();
    }

    /** The choice in words, for {@code gen info} and the record of a run. */
    static NativeSettings.Choice choice() {
        boolean byUser = !wanted(System.getenv(), System.getProperties()).isEmpty();
        return get().map(engine -> new NativeSettings.Choice(
                        VARIABLE, engine.name(), byUser ? "set by the user" : "faster for most shapes than OpenBLAS"))
                .orElseGet(() -> new NativeSettings.Choice(VARIABLE, OPENBLAS, byUser ? "set by the user" : whyNone()));
    }

    private static String whyNone() {
        return InstalledServices.of(MatrixEngine.class).stream()
                .flatMap(engine ->
                        engine.obstacle().stream().map(reason -> engine.name() + " cannot be used: " + reason))
                .findFirst()
                .orElse("no other library is on the class path");
    }

    static Optional<MatrixEngine> choose(List<MatrixEngine> engines, String wanted) {
        if (wanted.equals(OPENBLAS)) {
            return Optional.empty();
        }
        if (wanted.isEmpty()) {
            return engines.stream()
                    .filter(engine -> engine.obstacle().isEmpty())
                    .findFirst();
        }
        MatrixEngine named = engines.stream()
                .filter(engine -> engine.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(VARIABLE + " is " + Printable.of(wanted) + ": must be "
                        + names(engines) + ", as far as the class path has them"));
        named.obstacle().ifPresent(reason -> {
            throw new IllegalArgumentException(VARIABLE + " is " + wanted + ", which cannot be used: " + reason);
        });
        return Optional.of(named);
    }

    private static String names(List<MatrixEngine> engines) {
        return Stream.concat(Stream.of(OPENBLAS), engines.stream().map(MatrixEngine::name))
                .collect(Collectors.joining(" or "));
    }
}
