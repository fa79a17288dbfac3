package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.image.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that are a run, a part of one, or nearly one: the data that are used are always said, or one line refuses. */
class PathsIntoRunsTest {

    private static final List<String> VERBS = List.of("evaluate", "reconstruct", "manifold");

    @TempDir
    private Path directory;

    private Path data;
    private Path run;

    @BeforeEach
    void train() throws IOException {
        data = directory.resolve("data");
        for (int i = 0; i < 12; i++) {
            Path folder = Files.createDirectories(data.resolve(i % 2 == 0 ? "a" : "b"));
            BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
            picture.setRGB(i % 8, i / 8, 0xffffff);
            Png.write(folder.resolve(i + ".png"), picture);
        }
        run = directory.resolve("run");
        CommandRun trained =
                CommandRun.of(("train vae --image-size 8 --latent 2 --hidden 4 --epochs 1 --batch-size 4 --data " + data
                                + " --out " + run)
                        .split(" "));
        assertEquals(0, trained.exitCode(), trained.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "run/",
                "run/.",
                "data/../run",
                "run/model.zip",
                "run/model.zip/",
                "link",
                "link/model.zip",
                "run/best.zip",
                "run/kept/model.zip",
                "moved",
                "moved/model.zip",
                "CHECKPOINT"
            })
    void theRunsOwnDataAreUsed(String name) throws IOException {
        Files.createSymbolicLink(directory.resolve("link"), run);
        Files.copy(run.resolve("model.zip"), run.resolve("best.zip"));
        Files.copy(
                run.resolve("model.zip"),
                Files.createDirectory(run.resolve("kept")).resolve("model.zip"));
        String path = directory + "/" + (name.equals("CHECKPOINT") ? "run/checkpoints/" + checkpoint() : name);
        if (name.startsWith("moved")) {
            Files.move(run, directory.resolve("moved"));
        }
        for (String verb : VERBS) {
            CommandRun made = make(verb, path);
            assertEquals(0, made.exitCode(), verb + made.err());
            assertTrue(
                    (made.out() + made.err()).contains("data: " + data + ", 12 images"),
                    verb + made.out() + made.err());
            assertTrue((made.out() + made.err()).contains("from the record of "), verb);
        }
        assertEquals(0, make("interpolate", path).exitCode(), "it needs no data");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run/checkpoints | checkpoints",
                "run/samples | samples",
                "run/config.json | config.json",
                "run/loss.png | loss.png",
                "run/nowhere | nowhere",
                "data | data",
                "empty | empty",
                "file | file",
                "loop | loop"
            })
    void whatIsNoRunIsRefused(String name, String named) throws IOException {
        Files.createDirectory(directory.resolve("empty"));
        Files.writeString(directory.resolve("file"), "no run");
        Files.createSymbolicLink(directory.resolve("loop"), directory.resolve("loop"));
        for (String verb : List.of("evaluate", "reconstruct", "manifold", "interpolate")) {
            assertRefused(make(verb, directory + "/" + name), named);
        }
    }

    @Test
    void aRunWhoseDataHaveGoneNamesThem() throws IOException {
        Files.move(data, directory.resolve("elsewhere"));
        for (String verb : VERBS) {
            assertRefused(make(verb, run.toString()), "the data set " + data + " of this run is not there");
            CommandRun named = make(
                    verb,
                    run.toString(),
                    "--data",
                    directory.resolve("elsewhere").toString());
            assertEquals(0, named.exitCode(), verb + named.err());
        }
        CommandRun resumed = CommandRun.of("resume", run.toString(), "--epochs", "2");
        assertRefused(resumed, "the data set " + data + " of this run is not there: name its new place with --data");
    }

    @Test
    void dataOfAnotherKindInTheirPlaceAreRefused() throws IOException {
        Files.move(data, directory.resolve("elsewhere"));
        Files.writeString(data, "a file now");
        for (String verb : VERBS) {
            assertRefused(make(verb, run.toString()), data.toString());
        }
    }

    @Test
    void aRunWithoutARecordNeedsData() throws IOException {
        Files.delete(run.resolve("config.json"));
        for (String verb : VERBS) {
            assertRefused(make(verb, run.toString()), "--data");
        }
    }

    @Test
    void aDamagedRecordIsNamed() throws IOException {
        Files.writeString(run.resolve("config.json"), "{");
        for (String verb : VERBS) {
            assertRefused(make(verb, run.toString()), "config.json");
        }
    }

    @Test
    void aModelOfALaterVersionIsNamed() throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode record =
                (ObjectNode) json.readTree(run.resolve("config.json").toFile());
        record.put("format", 99).put("version", 99);
        Files.writeString(run.resolve("config.json"), record.toString());
        for (String verb : VERBS) {
            CommandRun made = make(verb, run.toString());
            assertTrue(
                    made.exitCode() == 0 && (made.out() + made.err()).contains("data: " + data)
                            || made.exitCode() == 2 && made.err().contains("config.json"),
                    made.err());
        }
    }

    private String checkpoint() throws IOException {
        try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".safetensors"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private CommandRun make(String verb, String path, String... more) {
        List<String> arguments = new ArrayList<>(List.of(verb, "--run", path));
        arguments.addAll(
                switch (verb) {
                    case "evaluate" ->
                        List.of(
                                "--metrics",
                                "nearest_training_image",
                                "--no-floors",
                                "--count",
                                "5",
                                "--out",
                                directory + "/out");
                    case "reconstruct" -> List.of("--count", "4", "--force", "--out", directory + "/out.png");
                    case "manifold" -> List.of("--side", "2", "--force", "--out", directory + "/out.png");
                    default -> List.of("--force", "--out", directory + "/out.png");
                });
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static void assertRefused(CommandRun run, String named) {
        assertEquals(2, run.exitCode(), run.err() + run.out());
        String last = run.err().lines().reduce("", (before, line) -> line);
        assertTrue(last.startsWith("gen: ") && last.contains(named), run.err());
    }
}
