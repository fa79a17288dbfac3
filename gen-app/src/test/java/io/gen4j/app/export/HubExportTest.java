package io.gen4j.app.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.app.CommandRun;
import io.gen4j.app.TrainedRuns;
import io.gen4j.interop.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests of {@code gen export --format hub} and of {@code gen import DIR} on its output. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HubExportTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Path directory;
    private Path hub;

    @BeforeAll
    void trainAndExport(@TempDir Path temporary) throws IOException {
        directory = temporary;
        TrainedRuns.train(directory);
        Files.writeString(directory.resolve("cgan").resolve("metrics-2.json"), """
            {"test": {"name": "digits | two", "count": 7},
             "metrics": [{"name": "fid", "value": 12.5, "unit": "", "images": 100}]}
            """);
        hub = directory.resolve("hub");
        assertDone("export", "--run", directory.resolve("cgan"), "--format", "hub", "--out", hub);
    }

    @Test
    void comesBackWithTheSameBytes() throws IOException {
        Path run = directory.resolve("imported");
        Path again = directory.resolve("again");
        assertDone("import", hub, "--out", run);
        assertDone("export", "--run", run, "--format", "hub", "--out", again);
        for (String name : new String[] {"model.safetensors", "config.json", "samples.png"}) {
            assertArrayEquals(Files.readAllBytes(hub.resolve(name)), Files.readAllBytes(again.resolve(name)), name);
        }
        assertArrayEquals(
                Files.readAllBytes(directory.resolve("cgan").resolve("model.zip")),
                Files.readAllBytes(run.resolve("model.zip")));
    }

    @Test
    void theWeightsSayThatTheyArePyTorchs() throws IOException {
        assertEquals(
                Map.of("format", "pt"),
                SafetensorsFile.read(hub.resolve("model.safetensors")).metadata());
    }

    @Test
    void theCardTellsDataSettingsFiguresAndHowToLoad() throws IOException {
        String card = Files.readString(hub.resolve("README.md"));
        assertTrue(card.startsWith("---\nlibrary_name: gen4j\nlicense: unknown\n"), card);
        assertTrue(card.contains("| name | synthetic digits |"), card);
        assertTrue(card.contains("| `hidden` | 8 |"), card);
        assertTrue(card.contains("| fid | 12.5000 |  | 100 |"), card);
        assertTrue(card.contains("digits \\| two, 7 test images"), card);
        assertTrue(card.contains("model.load_state_dict(tensors)"), card);
        assertTrue(!card.contains("${"), card);
    }

    @Test
    void aModelWithoutFiguresSaysHowToMeasureThem() throws IOException {
        Path out = directory.resolve("vae-hub");
        Path alone = Files.copy(directory.resolve("vae").resolve("model.zip"), directory.resolve("alone.zip"));
        assertDone("export", "--run", alone, "--format", "hub", "--out", out);
        String card = Files.readString(out.resolve("README.md"));
        assertTrue(card.contains("Not recorded."), card);
        assertTrue(card.contains("`gen evaluate --run RUN` measures"), card);
    }

    @Test
    void mistakesAreNamed() throws IOException {
        Path out = directory.resolve("refused");
        assertRefused("nosuch", "import", directory.resolve("nosuch"), "--out", out);
        assertRefused("config.json: there is no such file", "import", directory, "--out", out);
        assertRefused("--out", "import", hub);
        assertRefused("not an empty directory", "import", hub, "--out", directory);
        assertRefused(
                "expected library_name \"gen4j\"", "import", changed("other", "library_name", "pytorch"), "--out", out);
        assertRefused("this version reads format 1", "import", changed("later", "format", "2"), "--out", out);
        assertRefused("there is no model \"x\"", "import", changed("family", "family", "x"), "--out", out);
        Path wrong = changed("settings", "library_name", "gen4j");
        ObjectNode config =
                (ObjectNode) JSON.readTree(wrong.resolve("config.json").toFile());
        ((ObjectNode) config.get("config")).put("hidden", 9);
        JSON.writeValue(wrong.resolve("config.json").toFile(), config);
        assertRefused(
                "tensor \"G.model.0.weight\" is F32 [8, 110]: expected F32 [9, 110]", "import", wrong, "--out", out);
        assertRefused(
                "not an empty directory",
                "export",
                "--run",
                directory.resolve("cgan"),
                "--format",
                "hub",
                "--out",
                hub);
        assertTrue(Files.notExists(out), "nothing is written");
    }

    /** A copy of the published model with another text in its config.json. */
    private Path changed(String name, String field, String value) throws IOException {
        Path copy = Files.createDirectory(directory.resolve(name));
        Files.copy(hub.resolve("model.safetensors"), copy.resolve("model.safetensors"));
        JsonNode config = JSON.readTree(hub.resolve("config.json").toFile());
        ((ObjectNode) config).put(field, value);
        JSON.writeValue(copy.resolve("config.json").toFile(), config);
        return copy;
    }

    private static void assertRefused(String named, Object... arguments) {
        CommandRun run = run(arguments);
        assertEquals(2, run.exitCode(), run.err());
        assertTrue(run.err().contains(named), run.err());
    }

    private static void assertDone(Object... arguments) {
        CommandRun run = run(arguments);
        assertEquals(0, run.exitCode(), run.err());
    }

    private static CommandRun run(Object... arguments) {
        return CommandRun.of(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    }
}
