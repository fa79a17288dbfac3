package io.gen4j.runtime;

import io.gen4j.file.Printable;
import io.gen4j.runtime.NativeSettings.Choice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds the engine of matrix products, looked up once, on first use. */
final class InstalledMatrixEngine {

    static final String VARIABLE = "GEN_BLAS";
    static final String PROPERTY = "gen4j.blas";
    private static final String OPENBLAS = "openblas";

    private InstalledMatrixEngine() {}

    /**
     * The library that the user names.
     *
     * @param setting the property or the variable
     * @param name empty if the user leaves the choice to Gen4J
     */
    record Wanted(String setting, String name) {}

    /** What was found: an engine, none, or the reason why what the user names cannot be used. */
    private record Lookup(
            Optional<MatrixEngine> engine, @Nullable String problem) {

        /** A class that fails to initialise cannot be asked again, so the problem is kept and told each time. */
        static final Lookup DONE = of(InstalledServices.of(MatrixEngine.class));

        private static Lookup of(List<MatrixEngine> engines) {
            try {
                return new Lookup(choose(engines, wanted(System.getenv(), System.getProperties())), null);
            } catch (IllegalArgumentException e) {
                return new Lookup(Optional.empty(), e.getMessage());
            }
        }
    }

    /** The engine in use; empty if OpenBLAS alone multiplies. */
    static Optional<MatrixEngine> get() {
        if (Lookup.DONE.problem() != null) {
            throw new IllegalArgumentException(Lookup.DONE.problem());
        }
        return Lookup.DONE.engine();
    }

    static Wanted wanted(Map<String, String> environment, Properties properties) {
        @Nullable String property = properties.getProperty(PROPERTY);
        return property == null
                ? new Wanted(VARIABLE, environment.getOrDefault(VARIABLE, "").strip())
                : new Wanted(PROPERTY, property.strip());
    }

    /** The choice in words, for {@code gen info} and the record of a run. */
    static Choice choice() {
        String name = get().map(MatrixEngine::name).orElse(OPENBLAS);
        if (!wanted(System.getenv(), System.getProperties()).name().isEmpty()) {
            return new Choice(VARIABLE, name, "set by the user");
        }
        return new Choice(VARIABLE, name, name.equals(OPENBLAS) ? whyNone() : "faster for most shapes than OpenBLAS");
    }

    private static String whyNone() {
        return InstalledServices.of(MatrixEngine.class).stream()
                .flatMap(engine ->
                        engine.obstacle().stream().map(reason -> engine.name() + " cannot be used: " + reason))
                .findFirst()
                .orElse("no other library is on the class path");
    }

    static Optional<MatrixEngine> choose(List<MatrixEngine> engines, Wanted wanted) {
        if (wanted.name().equals(OPENBLAS)) {
            return Optional.empty();
        }
        if (wanted.name().isEmpty()) {
            return engines.stream()
                    .filter(engine -> engine.obstacle().isEmpty())
                    .findFirst();
        }
        MatrixEngine named = engines.stream()
                .filter(engine -> engine.name().equals(wanted.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(wanted.setting() + " is " + Printable.of(wanted.name())
                        + ": must be " + names(engines) + ", as far as the class path has them"));
        named.obstacle().ifPresent(reason -> {
            throw new IllegalArgumentException(
                    wanted.setting() + " is " + wanted.name() + ", which cannot be used: " + reason);
        });
        return Optional.of(named);
    }

    private static String names(List<MatrixEngine> engines) {
        return Stream.concat(Stream.of(OPENBLAS), engines.stream().map(MatrixEngine::name))
                .collect(Collectors.joining(" or "));
    }
}
