package io.gen4j.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.gen4j.app.CommandRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options and the verb for MLflow. What is sent is tested in gen-mlflow; here a server refuses everything. */
class TrackingTest {

    @TempDir
    private Path directory;

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private String address;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
        });
        server.start();
        address = "http://localhost:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private CommandRun train(Path out, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "vae",
                "--data",
                "synthetic",
                "--limit",
                "100",
                "--hidden",
                "4",
                "--latent",
                "2",
                "--epochs",
                "1"));
        arguments.addAll(List.of("--out", out.toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void trainsWithAServerThatRefusesAll() throws IOException {
        Path run = directory.resolve("run");
        Path plain = directory.resolve("plain");
        CommandRun tracked = train(run, "--mlflow", address, "--mlflow-experiment", "digits");
        assertEquals(0, tracked.exitCode(), tracked.err());
        assertTrue(tracked.out().contains("MLflow at " + address + ": the server answers 403"), tracked.out());
        assertTrue(tracked.out().contains("send the rest with: gen track --run " + run), tracked.out());
        assertEquals(0, train(plain).exitCode());
        assertEquals(-1, Files.mismatch(run.resolve("model.zip"), plain.resolve("model.zip")));
        assertFalse(Files.exists(plain.resolve("mlflow.json")));
        assertTrue(Files.readString(run.resolve("mlflow.json")).contains("\"digits\""));

        int before = requests.get();
        CommandRun resume = CommandRun.of("resume", run.toString(), "--epochs", "2");
        assertEquals(0, resume.exitCode(), resume.err());
        assertTrue(requests.get() > before, "a resumed training is tracked where it was");

        CommandRun sent = CommandRun.of("track", "--run", run.toString());
        assertEquals(1, sent.exitCode(), sent.err());
        assertEquals(1, sent.err().lines().count(), sent.err());
        assertTrue(sent.err().contains("MLflow at " + address), sent.err());
    }

    @Test
    void refusesWhatCannotBeTracked() {
        Path run = directory.resolve("run");
        assertMisused(train(run, "--mlflow", "file:///tmp/mlruns"), "writes to no files");
        assertMisused(train(run, "--mlflow-experiment", "digits"), "--mlflow-experiment needs --mlflow");
        assertFalse(Files.exists(run), "refused before anything is written");
        assertMisused(CommandRun.of("track", "--run", run.toString()), "no such run directory");
        assertEquals(0, train(run).exitCode());
        assertMisused(CommandRun.of("track", "--run", run.toString()), "is tracked nowhere yet");
    }

    private static void assertMisused(CommandRun run, String word) {
        assertEquals(2, run.exitCode(), run.err());
        assertTrue(run.err().contains(word), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }
}
