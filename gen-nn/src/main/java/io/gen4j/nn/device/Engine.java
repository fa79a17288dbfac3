package io.gen4j.nn.device;

import io.gen4j.nn.Network;
import io.gen4j.nn.device.internal.DeviceNetwork;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.runtime.HostMemory;
import java.util.Locale;
import java.util.Objects;

/**
 * The code that runs and trains a model. {@link #HOST} is the default on a processor, {@link #ND4J} on a card. The
 * environment variable {@code GEN_ENGINE} overrides the default, and the system property {@code gen4j.engine} overrides
 * both.
 *
 * <p>Both engines work on the weights of the same DL4J graphs, draw the same random numbers and save the same state. So
 * either continues what the other began. Their results agree to rounding, not bit by bit.
 */
public enum Engine {
    /** Loops in Java over memory of the host, and BLAS. */
    HOST,
    /** Operations of ND4J on arrays that stay where ND4J's backend keeps them. */
    ND4J;

    /** The name of the environment variable. */
    public static final String VARIABLE = "GEN_ENGINE";

    /** The name of the system property. */
    public static final String PROPERTY = "gen4j.engine";

    /**
     * A choice with its reason.
     *
     * @param engine the chosen engine
     * @param reason why it was chosen, in a few words
     */
    public record Choice(Engine engine, String reason) {

        /** Refuses null. */
        public Choice {
            Objects.requireNonNull(engine, "engine");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * Chooses the engine.
     *
     * @throws IllegalArgumentException if the variable or the property has another value than {@code host} or {@code nd4j}
     */
    public static Choice choice() {
        String property = System.getProperty(PROPERTY);
        if (property != null) {
            return new Choice(named(PROPERTY, property), "set by the property " + PROPERTY);
        }
        String variable = System.getenv(VARIABLE);
        if (variable != null && !variable.isEmpty()) {
            return new Choice(named(VARIABLE, variable), "set by " + VARIABLE);
        }
        return HostMemory.isLocal()
                ? new Choice(HOST, "the faster one on a processor; " + VARIABLE + " overrides")
                : new Choice(ND4J, "everything stays on the card; " + VARIABLE + " overrides");
    }

    /** The chosen engine. See {@link #choice()}. */
    public static Engine current() {
        return choice().engine();
    }

    static Engine named(String setting, String value) {
        for (Engine engine : values()) {
            if (engine.text().equals(value.toLowerCase(Locale.ROOT))) {
                return engine;
            }
        }
        throw new IllegalArgumentException(setting + " is " + value + ": must be host or nd4j");
    }

    /** The name in settings: {@code host} or {@code nd4j}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Creates the network of some layers of a graph, on this engine.
     *
     * @throws IllegalArgumentException as {@link Network#of(LayerParameters, LayerPath, BatchStatistics)}
     */
    public Network network(LayerParameters parameters, LayerPath path, BatchStatistics statistics) {
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(statistics, "statistics");
        return this == HOST
                ? Network.of(parameters, path, statistics)
                : new DeviceNetwork(parameters, path, statistics);
    }
}
