package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** An option that would have no effect is refused, or a line says so. Options that always have one are named here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OptionsWithoutEffectTest {

    /** Options whose value is used whatever else is given. */
    private static final Map<String, Set<String>> ALWAYS_USED = Map.of(
            "sample", Set.of("--run", "--out", "--force", "--spark"),
            "reconstruct", Set.of("--run", "--out", "--force", "--data", "--limit", "--image-size"),
            "evaluate",
                    Set.of(
                            "--metrics",
                            "--draws",
                            "--floors",
                            "--data",
                            "--limit",
                            "--image-size",
                            "--out",
                            "--json",
                            "--strict"),
            "resume",
                    Set.of(
                            "--mlflow",
                            "--checkpoint-every",
                            "--checkpoint-minutes",
                            "--checkpoint-keep",
                            "--on-nan",
                            "--every"),
            "export", Set.of("--run", "--format"));

    /** A case for each of the others: what makes it have no effect, and a word of the refusal. */
    private static final String CASES = """
            sample --run RUN --latents Z --seed 3 | --seed
            sample --run RUN --latents Z --count 3 | --count
            sample --run RUN --latents Z --truncation 1 | --truncation
            sample --run RUN --latents Z --prior model | --prior
            sample --run RUN --labels 3 | --labels
            sample --run RUN --count 7 --grid 2x3 | --grid
            sample --run RUN --grid 2x3 --out OUT.npy | --grid
            sample --run RUN --grid 2x3 --out OUT | --grid
            sample --run RUN --spark-conf a=b | --spark-conf
            sample --run RUN/model.zip --checkpoint newest | --checkpoint
            sample --run RUN/model.zip --best | --best
            sample --spark local --run RUN --latents Z | --latents
            reconstruct --run VAE --grid 2x3 --count 4 | --grid
            reconstruct --run VAE --grid 8x8 --out OUT.idx | --grid
            reconstruct --run VAE/model.zip --checkpoint newest | --checkpoint
            reconstruct --run VAE/model.zip --best | --best
            reconstruct --run VAE --label-level none | --label-level
            reconstruct --run VAE --background black | --background
            reconstruct --run VAE --rgb | --rgb
            evaluate --run RUN --images Z | --images
            evaluate --run RUN --range 0,1 | --range
            evaluate --run RUN --layout nchw | --layout
            evaluate --run RUN --labels Z | --labels
            evaluate --images Z --checkpoint newest | --checkpoint
            evaluate --images Z --best | --best
            evaluate --images Z --prior fitted | --prior
            evaluate --run RUN --seed 1 --seeds 1,2 | --seeds
            evaluate --images Z --data synthetic --label-level last | --label-level
            evaluate --images Z --data synthetic --background black | --background
            evaluate --images Z --data synthetic --limit 50 --rgb | --rgb
            evaluate --run RUN --count 1 | count
            resume RUN --epochs 1 | 2 epochs
            resume RUN --every-count 100 | --every-count
            resume RUN --every 0 | --every
            resume RUN --mlflow-experiment digits | --mlflow-experiment
            resume RUN --data nowhere | --data
            resume RUN --learning-rate 0 | learning rate
            export --run RUN --format safetensors --runtime Z --out OUT | --runtime
            export --run RUN --format hub --runtime Z --out OUT | --runtime
            export --run RUN --format onnx --out G=OUT | --out
            export --run RUN/model.zip --checkpoint newest --out OUT | --checkpoint
            export --run RUN/model.zip --best --out OUT | --best
            """;

    private Path directory;

    @BeforeAll
    void train(@TempDir Path temporary) throws IOException {
        directory = temporary;
        String small = " --data synthetic --limit 50 --latent 2 --hidden 4 --epochs ";
        done("train gan" + small + "2 --out RUN");
        done("train vae" + small + "1 --out VAE");
        Files.write(directory.resolve("Z.npy"), NumPyBytes.array("<f4", "2, 2", 1, 2, 3, 4));
    }

    @Test
    void everyOptionIsOneOrTheOther() {
        for (Map.Entry<String, Set<String>> command : ALWAYS_USED.entrySet()) {
            Set<String> known = new TreeSet<>(command.getValue());
            CASES.lines()
                    .filter(line -> line.startsWith(command.getKey() + " "))
                    .forEach(line -> known.addAll(Arrays.asList(line.split(" "))));
            Set<String> unknown = options(command.getKey()).stream()
                    .filter(option -> option.stream().noneMatch(known::contains))
                    .flatMap(List::stream)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(Set.of(), unknown, command.getKey() + ": say what makes the option have no effect");
        }
    }

    private static List<List<String>> options(String command) {
        CommandLine line = Gen.commandLine(Map.of()).getSubcommands().get(command);
        return line.getCommandSpec().options().stream()
                .filter(option -> !option.inherited() && !option.usageHelp() && !option.versionHelp())
                .map(option -> List.of(option.names()))
                .toList();
    }

    static Stream<String> cases() {
        return CASES.lines();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isRefused(String line) {
        String[] parts = line.split(" \\| ");
        CommandRun run =
                run(parts[0] + (parts[0].contains(" --out ") || parts[0].startsWith("resume") ? "" : " --out OUT.png"));
        assertEquals(2, run.exitCode(), run.err() + run.out());
        String last = run.err().lines().reduce("", (before, next) -> next);
        assertTrue(last.startsWith("gen: ") && last.contains(parts[1]), run.err());
        assertTrue(
                Stream.of("OUT", "OUT.png", "OUT.npy").map(directory::resolve).noneMatch(Files::exists), "written");
    }

    @Test
    void aCountAboveAllIsSaid() {
        CommandRun run = done("reconstruct --run VAE --count 20000 --out " + "ALL.npy");
        assertTrue(run.err().contains("--count is 20000, and there are 10000 images"), run.err());
    }

    private CommandRun done(String arguments) {
        CommandRun run = run(arguments);
        assertEquals(0, run.exitCode(), run.err());
        return run;
    }

    /** Words in capitals are files of this test. */
    private CommandRun run(String arguments) {
        List<String> all = new ArrayList<>();
        for (String argument : arguments.split(" ")) {
            all.add(
                    argument.matches("(RUN|VAE|OUT|ALL).*")
                            ? directory.resolve(argument).toString()
                            : argument.equals("Z") ? directory.resolve("Z.npy").toString() : argument);
        }
        return CommandRun.of(all.toArray(String[]::new));
    }
}
