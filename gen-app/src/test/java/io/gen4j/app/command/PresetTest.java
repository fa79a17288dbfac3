package io.gen4j.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.ModelConfigs;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.app.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Presets are plain settings: shown, read again, changed and trained. */
class PresetTest {

    private static Stream<Arguments> presets() {
        return ModelFamilies.all().stream().flatMap(PresetTest::presets);
    }

    private static Stream<Arguments> presets(ModelFamily<?> family) {
        return family.presets().stream().map(preset -> Arguments.of(family.name(), preset.name()));
    }

    private static CommandRun train(String family, String... options) {
        List<String> arguments = new ArrayList<>(List.of("train", family));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void areShownAsTheFileThatRepeatsThem(String family, String preset, @TempDir Path directory) throws IOException {
        CommandRun shown = train(family, "--preset", preset, "--show");
        assertEquals(0, shown.exitCode(), shown.err());
        assertTrue(shown.out().startsWith("# use: gen train " + family + " --config FILE"), shown.out());
        Path file = Files.writeString(directory.resolve("settings.yaml"), shown.out());
        CommandRun again = train(family, "--config", file.toString(), "--show");
        assertEquals(settings(shown.out()), settings(again.out()));
        CommandRun changed = train(family, "--preset", preset, "--epochs", "77", "--show");
        assertTrue(changed.out().contains("\nepochs: 77\n"), changed.out());
        assertEquals(settings(shown.out()).replaceAll("epochs: \\d+", "epochs: 77"), settings(changed.out()));
    }

    /** Without the comment, which names the size of the preset's images. */
    private static String settings(String shown) {
        return shown.substring(shown.indexOf('\n') + 1);
    }

    /** The settings do not hold the options of the images, so the command beside them does. */
    @Test
    void showNamesTheGivenOptionsOfTheImages() {
        CommandRun shown =
                train("dcgan", "--data", "my pictures", "--rgb", "--image-size", "64", "--limit", "9", "--show");
        assertTrue(
                shown.out()
                        .startsWith("# use: gen train dcgan --config FILE"
                                + " --data 'my pictures' --limit 9 --image-size 64 --rgb\n"),
                shown.out());
        assertTrue(
                train("dcgan", "--preset", "paper", "--show").out().contains("FILE --image-size 64\n"), "the preset's");
    }

    @Test
    void showNeitherReadsDataNorTrains() {
        CommandRun shown = train("gan", "--data", "no-such-folder", "--show");
        assertEquals(0, shown.exitCode(), shown.err());
        assertFalse(Files.exists(Path.of("runs")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gan", "cgan", "dcgan", "dcgan --conditional"})
    void theBestOneTrains(String command, @TempDir Path directory) throws IOException {
        Path run = directory.resolve("run");
        List<String> arguments = new ArrayList<>(List.of("train"));
        arguments.addAll(List.of(command.split(" ")));
        arguments.addAll(List.of(
                "--preset", "best", "--data", "synthetic", "--limit", "60", "--epochs", "1", "--batch-size", "20"));
        arguments.addAll(List.of("--out", run.toString()));
        CommandRun trained = CommandRun.of(arguments.toArray(String[]::new));
        assertEquals(0, trained.exitCode(), trained.err());
        assertFalse(trained.out().contains("for better pictures"), trained.out());
        JsonNode config = new ObjectMapper().readTree(run.resolve("config.json").toFile());
        String family = command.split(" ")[0];
        JsonNode best = ModelFamilies.named(family).presets().stream()
                .filter(preset -> preset.name().equals("best"))
                .map(preset -> ModelConfigs.toJson(preset.config()))
                .findFirst()
                .orElseThrow();
        assertEquals(best.get("loss"), config.at("/config/loss"));
        assertEquals(best.get("r1"), config.at("/config/r1"));
        assertEquals(
                command.endsWith("--conditional"),
                config.at("/config/conditional").asBoolean());
    }

    @Test
    void aRunWithoutAPresetNamesTheBestOne(@TempDir Path directory) {
        CommandRun trained = train(
                "gan",
                "--data",
                "synthetic",
                "--limit",
                "40",
                "--epochs",
                "1",
                "--out",
                directory.resolve("run").toString());
        assertEquals(0, trained.exitCode(), trained.err());
        assertTrue(trained.out().contains("for better pictures: gen train gan --preset best ("), trained.out());
    }

    @Test
    void benchMeasuresAPreset() {
        CommandRun measured = CommandRun.of(
                "bench", "gan", "--preset", "best", "--data", "synthetic", "--limit", "200", "--seconds", "0.1");
        assertEquals(0, measured.exitCode(), measured.err());
        CommandRun refused = CommandRun.of("bench", "gan", "--preset", "worst");
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().contains("--preset is worst: must be one of plain, best"), refused.err());
    }
}
