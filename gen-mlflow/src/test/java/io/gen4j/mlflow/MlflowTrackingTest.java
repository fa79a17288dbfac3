package io.gen4j.mlflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunHistory;
import io.gen4j.run.TrainingRun;
import io.gen4j.vae.Vae;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlflowTrackingTest {

    private static final ImageDataset DIGITS = SyntheticDigits.draw(60, 1);
    private static final ImageDataset TEST = SyntheticDigits.draw(20, 2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final List<String> lines = new ArrayList<>();
    private MlflowStub stub;

    @BeforeEach
    void start() throws IOException {
        stub = new MlflowStub(0);
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    private MlflowServer server() {
        return MlflowServer.of(stub.address(), Map.of());
    }

    private static Vae vae(int epochs) {
        return Vae.builder().hidden(4).latent(2).batchSize(20).epochs(epochs).build();
    }

    private void train(RunDirectory run, int epochs, TrainingListener... watchers) throws IOException {
        try (Vae vae = vae(epochs)) {
            TrainingRun.builder(vae, DIGITS, run)
                    .test(TEST)
                    .watchers(watchers)
                    .messages(lines::add)
                    .build()
                    .run();
        }
    }

    private void track(RunDirectory run, int epochs, TrainingListener... others) throws IOException {
        try (MlflowTracking tracking =
                MlflowTracking.start(run, server(), MlflowCredentials.NONE, PATIENCE, this::add)) {
            List<TrainingListener> all = new ArrayList<>(List.of(others));
            all.add(tracking);
            train(run, epochs, all.toArray(TrainingListener[]::new));
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
    }

    private RunDirectory create(String name) throws IOException {
        return RunDirectory.create(directory.resolve(name));
    }

    /** Every value of the tables is there once, under its name and step. */
    private static void assertComplete(RunDirectory run, MlflowStub.Run there) throws IOException {
        Set<MlflowStub.Point> expected = new HashSet<>();
        for (Map<String, Double> row : RunHistory.rows(run.metrics(), "epoch", "step")) {
            row.forEach((name, value) -> {
                if (!name.equals("epoch") && !name.equals("step") && !value.isNaN()) {
                    expected.add(new MlflowStub.Point(name, row.get("step").longValue(), value));
                }
            });
        }
        RunHistory.epochs(run, 20)
                .forEach((epoch, means) -> means.forEach((name, value) -> {
                    if (!value.isNaN()) {
                        expected.add(new MlflowStub.Point("epoch/" + name, epoch, value));
                    }
                }));
        for (Map<String, Double> row : RunHistory.rows(run.evaluation(), "epoch")) {
            row.forEach((name, value) -> {
                if (!name.equals("epoch")) {
                    expected.add(new MlflowStub.Point(
                            "test/" + name, row.get("epoch").longValue(), value));
                }
            });
        }
        assertFalse(expected.isEmpty());
        assertEquals(withoutSpeed(expected), withoutSpeed(new HashSet<>(there.points)));
        Set<String> places = new HashSet<>();
        there.points.forEach(
                point -> assertTrue(places.add(point.key() + " " + point.step()), point + " is there twice"));
        assertArrayEquals(Files.readAllBytes(run.model()), there.files.get("model/model.zip"));
        for (int epoch = 1; epoch <= RunHistory.epochs(run, 20).lastKey(); epoch++) {
            String name = "samples/sampled-" + epoch + ".png";
            assertArrayEquals(Files.readAllBytes(run.path().resolve(name)), there.files.get(name), name);
        }
    }

    /** A training that was killed measures its speed again. */
    private static Set<MlflowStub.Point> withoutSpeed(Set<MlflowStub.Point> points) {
        Set<MlflowStub.Point> some = new HashSet<>(points);
        some.removeIf(point -> point.key().endsWith("images_per_second"));
        return some;
    }

    @Test
    void sendsAllThatTheRunHas() throws IOException {
        RunDirectory run = create("run");
        track(run, 2);
        MlflowStub.Run there = stub.only();
        assertComplete(run, there);
        assertEquals("FINISHED", there.info.path("status").asText());
        assertEquals("vae", there.parameters.get("family"));
        assertEquals("20", there.parameters.get("batchSize"));
        assertEquals("60", there.parameters.get("data.images"));
        assertEquals("run", there.tags.get("mlflow.runName"));
        assertTrue(there.tags.containsKey("machine.cpu"), there.tags.toString());
        assertTrue(there.tags.get("mlflow.source.git.commit").matches("[0-9a-f]{40,64}"), there.tags.toString());
        assertTrue(there.files.containsKey("progress.gif"), there.files.keySet().toString());
        assertEquals(List.of(), lines);
    }

    @Test
    void changesNothingInTheRun() throws IOException {
        RunDirectory tracked = create("tracked");
        RunDirectory plain = create("plain");
        track(tracked, 2);
        train(plain, 2);
        for (String file : List.of("model.zip", "evaluation.csv", "samples/sampled-2.png", "progress.gif")) {
            assertEquals(
                    -1,
                    Files.mismatch(tracked.path().resolve(file), plain.path().resolve(file)),
                    file);
        }
        try (var checkpoints = Files.list(plain.path().resolve("checkpoints"))) {
            for (Path file : checkpoints.filter(Files::isRegularFile).toList()) {
                Path other = tracked.path().resolve("checkpoints").resolve(file.getFileName());
                assertEquals(Files.size(file), Files.size(other), file.toString());
            }
        }
    }

    @Test
    void continuesTheRunOfAResumedTraining() throws IOException {
        RunDirectory run = create("run");
        track(run, 1);
        track(run, 3);
        assertComplete(run, stub.only());
        assertEquals("1", stub.only().parameters.get("epochs"), "MLflow's parameters never change");
        assertTrue(
                stub.only().tags.get("gen4j.changes").contains("\"to\":3"),
                stub.only().tags.toString());
        assertEquals("FINISHED", stub.only().info.path("status").asText());
    }

    /** Stopped within an epoch, after the server has seen points that no checkpoint knows. */
    @Test
    void doublesNoStepOfATrainingThatWasKilled() throws IOException {
        RunDirectory run = create("run");
        track(run, 1);
        Path before = directory.resolve("before");
        copy(run.path(), before);
        track(run, 2);
        Path record = run.path().resolve("mlflow.json");
        Path again = directory.resolve("again");
        copy(before, again);
        Files.copy(record, again.resolve("mlflow.json"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        track(new RunDirectory(again), 3);
        assertComplete(new RunDirectory(again), stub.only());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void sendsLaterWhatABusyServerMissed() throws IOException {
        RunDirectory run = create("run");
        stub.mode = MlflowStub.Mode.BUSY;
        track(run, 2);
        assertEquals(0, stub.runs.size());
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(lines.get(0).contains("answers 503: busy; the training goes on"), lines.toString());
        assertTrue(lines.get(1).contains("misses a part of the run"), lines.toString());
        stub.mode = MlflowStub.Mode.WELL;
        String page = MlflowTracking.send(run, server(), MlflowCredentials.NONE, this::add);
        assertEquals(stub.address() + "/#/experiments/1/runs/run1", page);
        assertComplete(run, stub.only());
        assertEquals("FINISHED", stub.only().info.path("status").asText());
        MlflowTracking.send(run, server(), MlflowCredentials.NONE, this::add);
        assertComplete(run, stub.only());
    }

    @Test
    void sendsNothingTwiceWhereAnswersAreLost() throws IOException {
        for (int every = 2; every <= 7; every++) {
            RunDirectory run = create("run" + every);
            stub.close();
            stub = new MlflowStub(0);
            stub.loseEvery = every;
            track(run, 3);
            stub.loseEvery = 0;
            MlflowTracking.send(run, server(), MlflowCredentials.NONE, this::add);
            assertComplete(run, stub.only());
        }
    }

    @Test
    void goesOnWithoutAServer() throws IOException {
        RunDirectory run = create("run");
        MlflowServer server = server();
        stub.close();
        try (MlflowTracking tracking = MlflowTracking.start(run, server, MlflowCredentials.NONE, PATIENCE, this::add)) {
            train(run, 2, tracking);
            assertTrue(tracking.finish().isEmpty());
        }
        assertTrue(lines.get(0).contains("Connection refused"), lines.toString());
        assertTrue(Files.exists(run.model()));
        IOException failure = assertThrows(
                IOException.class, () -> MlflowTracking.send(run, server, MlflowCredentials.NONE, this::add));
        assertTrue(failure.getMessage().startsWith("MLflow at " + server.uri() + ": "), failure.getMessage());
    }

    @Test
    void givesUpOnAServerThatHangs() throws IOException {
        RunDirectory run = create("run");
        stub.mode = MlflowStub.Mode.HANGS;
        Duration patience = Duration.ofMillis(200);
        try (MlflowTracking tracking =
                MlflowTracking.start(run, server(), MlflowCredentials.NONE, patience, this::add)) {
            train(run, 2, tracking);
            assertTrue(tracking.finish().isEmpty());
        }
        assertTrue(Files.exists(run.model()));
        assertTrue(lines.get(0).contains("the server did not move"), lines.toString());
    }

    @Test
    void saysThatAServerIsNoneOfMlflow() throws IOException {
        RunDirectory run = create("run");
        stub.mode = MlflowStub.Mode.OTHER;
        track(run, 1);
        assertTrue(lines.stream().allMatch(line -> line.lines().count() == 1), lines.toString());
        assertTrue(lines.get(0).startsWith("MLflow at " + stub.address() + ": "), lines.toString());
    }

    @Test
    void logsInAsTheVariablesSay() throws IOException {
        RunDirectory run = create("run");
        train(run, 1);
        MlflowCredentials credentials =
                MlflowCredentials.of(Map.of("MLFLOW_TRACKING_USERNAME", "ada", "MLFLOW_TRACKING_PASSWORD", "secret"));
        MlflowTracking.send(run, server(), credentials, this::add);
        assertEquals(Set.of("Basic YWRhOnNlY3JldA=="), new HashSet<>(stub.authorizations));
        assertFalse(credentials.toString().contains("secret"));
    }

    @Test
    void copiesFilesToADirectoryOfTheServer() throws IOException {
        stub.close();
        Path root = Files.createDirectory(directory.resolve("server files"));
        stub = new MlflowStub(0, root + "/");
        RunDirectory run = create("run");
        train(run, 1);
        MlflowTracking.send(run, server(), MlflowCredentials.NONE, this::add);
        assertEquals(-1, Files.mismatch(run.model(), root.resolve("1/run1/artifacts/model/model.zip")));
        assertEquals(List.of(), lines);
    }

    @Test
    void saysThatFilesCannotGoToACloud() throws IOException {
        stub.close();
        stub = new MlflowStub(0, "s3://bucket/");
        RunDirectory run = create("run");
        track(run, 2);
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(
                lines.get(0).contains("s3://bucket/") && lines.get(0).contains("--serve-artifacts"), lines.toString());
        assertFalse(stub.only().points.isEmpty());
    }

    /** Another training writes to the run, and may be tracked too. */
    @Test
    void sendsNothingOfATrainingThatIsRefused() throws IOException {
        RunDirectory run = create("run");
        TrainingListener second = TrainingListener.onEpoch((epoch, mean) -> {
            if (epoch == 1) {
                assertThrows(java.nio.file.FileAlreadyExistsException.class, () -> track(run, 2));
                assertThrows(
                        IllegalStateException.class,
                        () -> MlflowTracking.send(run, server(), MlflowCredentials.NONE, this::add));
            }
        });
        train(run, 2, second);
        assertEquals(List.of(), lines);
        assertEquals(0, stub.runs.size());
        assertFalse(Files.exists(run.path().resolve("mlflow.json")));
    }

    @Test
    void beginsAnewOnAnotherServer() throws IOException {
        RunDirectory run = create("run");
        track(run, 1);
        stub.close();
        stub = new MlflowStub(0);
        track(run, 2);
        assertComplete(run, stub.only());
    }

    @Test
    void refusesWhatIsNoServer() {
        for (String uri : List.of("file:///tmp/mlruns", "mlruns", "databricks", "localhost:5000", "http://", "a b")) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> MlflowServer.of(uri, Map.of()), uri);
            assertTrue(refused.getMessage().contains(uri), refused.getMessage());
        }
        IllegalArgumentException secret = assertThrows(
                IllegalArgumentException.class, () -> MlflowServer.of("http://ada:secret@localhost:5000", Map.of()));
        assertFalse(secret.getMessage().contains("secret"), secret.getMessage());
        MlflowServer server = MlflowServer.of("http://localhost:5000/", Map.of("MLFLOW_EXPERIMENT_NAME", "digits"));
        assertEquals("http://localhost:5000 digits", server.uri() + " " + server.experiment());
    }

    @Test
    void refusesADamagedRecord() throws IOException {
        RunDirectory run = create("run");
        for (String text :
                List.of("", "{", "[]", "{\"uri\": \"x y\"}", "{\"uri\": \"http://a\", \"experiment\": \"e\"}")) {
            Files.writeString(run.path().resolve("mlflow.json"), text);
            IOException refused = assertThrows(IOException.class, () -> MlflowTracking.recorded(run), text);
            assertTrue(refused.getMessage().contains("mlflow.json"), refused.getMessage());
        }
    }

    /** The loop is not the training's own, and there is no record to send. */
    @Test
    void saysThatARunHasNoRecord() throws IOException {
        RunDirectory run = create("run");
        try (Vae vae = vae(1);
                MlflowTracking tracking =
                        MlflowTracking.start(run, server(), MlflowCredentials.NONE, PATIENCE, this::add)) {
            var trainer = vae.newTrainer();
            try (trainer) {
                new TrainingLoop(trainer, vae.batches(DIGITS), 1, List.of(tracking)).run();
            }
        }
        assertTrue(lines.get(0).contains("has no config.json"), lines.toString());
    }
}
