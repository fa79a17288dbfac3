package io.gen4j.app.command;

import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.app.console.Versions;
import io.gen4j.data.source.DataCache;
import io.gen4j.nn.InferenceEngine;
import io.gen4j.nn.device.Engine;
import io.gen4j.runtime.CpuFeatures;
import io.gen4j.runtime.NativeSettings;
import java.io.PrintWriter;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code gen info}, which shows the libraries and settings on this machine. */
@Command(
        name = "info",
        description = "Shows the libraries and settings that run the models on this machine, with reasons.",
        mixinStandardHelpOptions = true)
public final class InfoCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    public InfoCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        // Refuses another name before the first row.
        Engine.Choice runs = Engine.choice();
        CpuFeatures cpu = CpuFeatures.detect();
        row(out, "versions", Versions.all().toString().replaceAll("[{}]", ""));
        row(out, "models", ModelFamilies.all().stream().map(ModelFamily::name).collect(Collectors.joining(", ")));
        row(out, "backend", Nd4j.getBackend().getClass().getSimpleName());
        row(out, "built with", Nd4j.getBackend().buildInfo().strip().replaceAll("\\s*\\R\\s*", "; "));
        row(out, "processor", cpu.model() + ", " + Runtime.getRuntime().availableProcessors() + " available");
        row(out, "vector units", vectorUnits(cpu));
        row(out, "java heap", "up to " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
        row(out, "data cache", DataCache.of(environment).root().toString());
        row(out, Engine.VARIABLE, runs.engine().text() + "  (" + runs.reason() + ")");
        for (NativeSettings.Choice choice : NativeSettings.choices()) {
            row(out, choice.name(), choice.value() + "  (" + choice.reason() + ")");
        }
        for (InferenceEngine engine : ServiceLoader.load(InferenceEngine.class)) {
            row(
                    out,
                    engine.getClass().getSimpleName(),
                    engine.obstacle()
                            .map(obstacle -> "not used  (" + obstacle + ")")
                            .orElse("used to sample from dense layers  (it packs their weights once)"));
        }
        return 0;
    }

    private static String vectorUnits(CpuFeatures cpu) {
        String units = cpu.flags().stream()
                .filter(flag -> flag.matches("sse4_2|fma|avx.*|asimd|sve.*|amx.*"))
                .sorted()
                .collect(Collectors.joining(" "));
        return units.isEmpty() ? "unknown" : units;
    }

    private static void row(PrintWriter out, String name, String value) {
        out.printf("%-42s %s%n", name, value);
    }
}
