package io.gen4j.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.file.NullDoors;
import io.gen4j.run.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The module's public types, called wrongly. What the training loop calls on a listener is left out, as in gen-app. */
class MlflowDoorsTest {

    private static final MlflowServer SERVER = MlflowServer.of("http://localhost:1", Map.of());

    @TempDir
    private Path directory;

    @Test
    void nullIsRefusedByName() throws Exception {
        RunDirectory run = RunDirectory.create(directory.resolve("run"));
        Map<Class<?>, Object> good = Map.of(
                RunDirectory.class,
                run,
                MlflowServer.class,
                SERVER,
                MlflowCredentials.class,
                MlflowCredentials.NONE,
                Consumer.class,
                (Consumer<String>) line -> {},
                Map.class,
                Map.of(),
                String.class,
                "http://localhost:1",
                URI.class,
                SERVER.uri());
        NullDoors doors = new NullDoors(
                good,
                Map.of(MlflowServer.class, SERVER, MlflowCredentials.class, MlflowCredentials.NONE),
                Set.of("started", "resumed", "settled", "stepped", "epochEnded", "evaluated", "save"));
        assertEquals(Set.of(), doors.faults(MlflowServer.class, MlflowCredentials.class, MlflowTracking.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "ftp://host", "file:///tmp", "http://", "http://user:word@host", "http:// a"})
    void addressesThatAreNoServerAreRefusedInOneLine(String uri) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> MlflowServer.of(uri, Map.of()));
        assertTrue(e.getMessage().contains("MLflow server"), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void anExperimentHasAName(String name) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> SERVER.withExperiment(name));
        assertTrue(e.getMessage().contains("experiment"), e.getMessage());
    }

    @Test
    void aTrackingThatDidNotBeginEndsQuietlyAndTwice() throws IOException {
        RunDirectory run = RunDirectory.create(directory.resolve("run"));
        MlflowTracking tracking = MlflowTracking.start(run, SERVER, MlflowCredentials.NONE, line -> {
            throw new AssertionError(line);
        });
        tracking.close();
        assertEquals(Optional.empty(), tracking.finish());
        assertEquals(Optional.empty(), MlflowTracking.recorded(run));
    }
}
