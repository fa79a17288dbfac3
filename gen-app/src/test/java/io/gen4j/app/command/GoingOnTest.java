package io.gen4j.app.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.app.CommandRun;
import io.gen4j.interop.NpyFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Tests of continuing a run: checkpoints, the best model, other settings, moved data, repetition, and starting from a
 * run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoingOnTest {

    private static final String SMALL = "--hidden 4 --latent 2 --batch-size 50 --limit 100 --data synthetic";

    private Path directory;
    private Path vae;
    private Path gan;

    @BeforeAll
    void train(@TempDir Path temporary) {
        directory = temporary;
        vae = directory.resolve("vae");
        gan = directory.resolve("gan");
        done("train vae --epochs 3 --seed 5 --checkpoint-keep 2 " + SMALL + " --out", vae);
        done("train gan --epochs 2 " + SMALL + " --out", gan);
    }

    @Test
    void drawsFromAnyCheckpoint() throws IOException {
        Path last = directory.resolve("last.npy");
        Path named = directory.resolve("named.npy");
        Path file = directory.resolve("file.npy");
        Path earlier = directory.resolve("earlier.npy");
        done("sample --count 4 --run", vae, "--out", last);
        done("sample --count 4 --checkpoint epoch-3 --run", vae, "--out", named);
        done("sample --count 4 --run", vae.resolve("checkpoints/step-0000000006.safetensors"), "--out", file);
        done("sample --count 4 --checkpoint step-4 --run", vae, "--out", earlier);
        assertEquals(-1, Files.mismatch(last, named));
        assertEquals(-1, Files.mismatch(last, file));
        assertTrue(Files.mismatch(last, earlier) >= 0, "another epoch's images");
        done("reconstruct --count 2 --checkpoint epoch-2 --run", vae, "--out", directory.resolve("pairs.png"));
        done("sample --count 4 --checkpoint newest --run", gan, "--out", directory.resolve("gan.png"));
    }

    @Test
    void namesTheCheckpointsThatThereAre() {
        refused(
                "there is no checkpoint epoch-1; the run has epoch-2, epoch-3",
                "sample --checkpoint epoch-1 --run",
                vae);
        refused("must be epoch-N, step-N or newest", "sample --checkpoint 3 --run", vae);
        refused("choose one", "sample --best --checkpoint epoch-2 --run", vae);
        refused("there is no best.zip", "sample --best --run", vae);
        refused("need the run's directory", "sample --best --run", vae.resolve("model.zip"));
    }

    @Test
    void repeatsARunFromItsRecord() throws IOException {
        Path again = directory.resolve("again");
        done("train vae --config", vae.resolve("config.json"), "--out", again);
        assertEquals(-1, Files.mismatch(vae.resolve("model.zip"), again.resolve("model.zip")));
        assertEquals(-1, Files.mismatch(vae.resolve("evaluation.csv"), again.resolve("evaluation.csv")));
        JsonNode expected = record(vae);
        JsonNode found = record(again);
        for (String part : List.of("config", "source", "data", "checkpoints", "evaluation")) {
            assertEquals(expected.get(part), found.get(part), part);
        }
        Path other = directory.resolve("other");
        done(
                "train vae --epochs 1 --limit 60 --checkpoint-keep 1 --config",
                vae.resolve("config.json"),
                "--out",
                other);
        assertEquals(1, record(other).at("/config/epochs").asInt());
        assertEquals(5, record(other).at("/config/seed").asInt());
        assertEquals(60, record(other).at("/data/images").asInt());
        refused(
                "use gen train vae",
                "train gan --config",
                vae.resolve("config.json"),
                "--out",
                directory.resolve("no"));
    }

    @Test
    void resumesWithOtherSettings() throws IOException {
        Path run = copy(vae, "resumed");
        CommandRun nothing = run("resume", run);
        assertEquals(0, nothing.exitCode(), nothing.err());
        assertTrue(nothing.out().contains("nothing left to train: all 3 epochs are done"), nothing.out());
        assertFalse(nothing.out().contains("wrote"), nothing.out());
        done("resume --epochs 4 --learning-rate 0.0005 --checkpoint-keep 1", run);
        JsonNode record = record(run);
        assertEquals(0.0005, record.at("/config/learningRate").asDouble());
        assertEquals(1, record.at("/checkpoints/policy/keep").asInt());
        List<String> changes = new ArrayList<>();
        record.get("changes")
                .forEach(change -> changes.add(change.path("step").asInt() + " "
                        + change.path("setting").asText()));
        assertEquals(Set.of("6 learningRate", "6 epochs", "6 checkpoints"), Set.copyOf(changes));
        refused("trained for 4 epochs already", "resume --epochs 2", run);
    }

    @Test
    void resumesWithDataThatHasMoved() throws IOException {
        Path pictures = Files.createDirectories(directory.resolve("pictures/a")).getParent();
        Files.createDirectories(pictures.resolve("b"));
        done("sample --count 12 --run", vae, "--out", directory.resolve("drawn"));
        try (Stream<Path> files = Files.list(directory.resolve("drawn"))) {
            int i = 0;
            for (Path file : files.sorted().toList()) {
                Files.move(file, pictures.resolve(i++ % 2 == 0 ? "a" : "b").resolve(file.getFileName()));
            }
        }
        Path run = directory.resolve("on-pictures");
        done("train vae --epochs 1 --hidden 4 --latent 2 --data", pictures, "--out", run);
        Path moved = Files.move(pictures, directory.resolve("moved"));
        refused("pictures", "resume --epochs 2", run);
        done("resume --epochs 2 --data", moved, run);
        assertEquals(moved.toString(), record(run).at("/source/data").asText());
        done("resume --epochs 3", run);
        Files.move(moved.resolve("a"), moved.resolve("aa"));
        refused("labels have changed", "resume --epochs 4", run);
        assertEquals(3, record(run).at("/config/epochs").asInt(), "nothing was written");
    }

    @Test
    void startsFromTrainedWeights() throws IOException {
        Path weights = directory.resolve("gan.safetensors");
        Path fromRun = directory.resolve("from-run");
        Path fromFile = directory.resolve("from-file");
        done("export --run", gan, "--out", weights);
        CommandRun first = done("train gan --epochs 1 --seed 9 --from", gan, "--out", fromRun);
        assertTrue(first.out().contains("starting from the "), first.out());
        done("train gan --epochs 1 --seed 9 " + SMALL + " --from", weights, "--out", fromFile);
        assertEquals(-1, Files.mismatch(fromRun.resolve("model.zip"), fromFile.resolve("model.zip")));
        assertEquals(
                gan.toAbsolutePath().toString(),
                record(fromRun).at("/from/path").asText());
        assertEquals(64, record(fromFile).at("/from/sha256").asText().length());
        Path random = directory.resolve("from-nothing");
        done("train gan --epochs 1 --seed 9 " + SMALL + " --out", random);
        assertTrue(Files.mismatch(random.resolve("model.zip"), fromRun.resolve("model.zip")) >= 0);
        refused("its generator has [2, 4] as", "train gan --hidden 5 --from", gan, "--out", directory.resolve("no"));
        refused("use gen train vae", "train gan --from", vae, "--out", directory.resolve("no"));
        refused("there is none", "train gan --from", directory.resolve("nowhere"), "--out", directory.resolve("no"));
    }

    @Test
    void replacesWhatForceSays() throws IOException {
        Path idx = directory.resolve("x.idx");
        Path folder = directory.resolve("folder");
        done("sample --count 5 --force --run", vae, "--out", idx);
        done("sample --count 6 --force --run", vae, "--out", idx);
        assertEquals(6 * 784 + 16, Files.size(idx));
        done("sample --count 7 --run", vae, "--out", folder);
        Files.writeString(folder.resolve("mine.txt"), "mine");
        done("sample --count 3 --force --run", vae, "--out", folder);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(4, files.count(), "three pictures and a file of the user's");
        }
    }

    @Test
    void noCountIsIgnored() throws IOException {
        Path latents = directory.resolve("z.npy");
        NpyFile.write(latents, Nd4j.zeros(6, 2));
        refused("--latents holds 6 latents", "sample --count 4 --latents", latents, "--run", vae, "--out", "no.png");
        done("sample --count 6 --latents", latents, "--run", vae, "--out", directory.resolve("six.png"));
        Path cgan = directory.resolve("cgan");
        done("train cgan --epochs 1 --hidden 4 --limit 100 --data synthetic --out", cgan);
        refused("names 3 labels", "sample --labels 0,1,2 --count 2 --run", cgan, "--out", "no.png");
    }

    private static JsonNode record(Path run) throws IOException {
        return new ObjectMapper().readTree(run.resolve("config.json").toFile());
    }

    private Path copy(Path run, String name) throws IOException {
        Path target = directory.resolve(name);
        Files.walkFileTree(run, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(target.resolve(run.relativize(path)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, target.resolve(run.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
        assertArrayEquals(
                Files.readAllBytes(run.resolve("model.zip")), Files.readAllBytes(target.resolve("model.zip")));
        return target;
    }

    private static CommandRun done(Object... arguments) {
        CommandRun run = run(arguments);
        assertEquals(0, run.exitCode(), run.err());
        return run;
    }

    private static void refused(String reason, Object... arguments) {
        CommandRun run = run(arguments);
        assertEquals(2, run.exitCode(), run.err() + run.out());
        assertTrue(run.err().contains(reason), run.err());
    }

    /** Runs a command. Spaces split the first argument; the others may be paths. */
    private static CommandRun run(Object... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments[0].toString().split(" ")));
        Stream.of(arguments).skip(1).forEach(argument -> all.add(argument.toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }
}
