package io.gen4j.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.Checks;
import io.gen4j.ModelConfig;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.app.bench.Benchmark;
import io.gen4j.app.bench.BenchmarkResult;
import io.gen4j.app.console.Versions;
import io.gen4j.app.option.ConfigFile;
import io.gen4j.app.option.DataOptions;
import io.gen4j.app.option.PresetOption;
import io.gen4j.app.option.SourceImages;
import io.gen4j.runtime.NativeSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code gen bench}, which measures the speed of training and sampling. */
@Command(
        name = "bench",
        description =
                "Measures training and sampling of each model in images per second, at its defaults (dcgan at 64 x 64 "
                        + "pixels).",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class BenchCommand implements Callable<Integer> {

    private static final int MAX_THREADS = 1024;

    @Parameters(paramLabel = "MODEL", arity = "0..*", description = "The models; default: all.")
    private List<String> models = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "10",
            description = "Seconds to train each model, and to sample from it; default ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to use; default: one per processor.")
    private @Nullable Integer threads;

    @Option(
            names = "--stock",
            description = "Run the same networks on DL4J's own layers and updaters, as a comparison.")
    private boolean stock;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "Measure this preset of the models instead, such as best.")
    private @Nullable String preset;

    @Option(names = "--json", description = "Print one JSON object per line.")
    private boolean json;

    @Mixin
    private DataOptions data;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!(seconds > 0 && seconds <= 3600)) {
            throw new IllegalArgumentException("--seconds is " + seconds + ": must be above 0 and at most 3600");
        }
        List<ModelFamily<?>> families = families();
        if (preset != null) {
            for (ModelFamily<?> family : families) {
                PresetOption.named(preset, family.presets());
            }
        }
        int used = useThreads();
        PrintWriter out = spec.commandLine().getOut();
        Nd4j.getMemoryManager().togglePeriodicGc(false);
        SourceImages images =
                data.read(ConfigFile.empty(), 0, null, spec.commandLine().getErr());
        Benchmark benchmark = new Benchmark(engine(), stock, images.train(), seconds, used);
        if (!json) {
            out.printf("matrix product: %.0f GFLOP/s%n", benchmark.gemmRate() / 1e9);
            out.printf(
                    "%-8s %6s %8s %14s %14s %8s %10s%n",
                    "model", "batch", "threads", "train img/s", "sample img/s", "of gemm", "peak MB");
        }
        for (ModelFamily<?> family : families) {
            print(run(benchmark, family), out);
        }
        return 0;
    }

    private <C extends ModelConfig> BenchmarkResult run(Benchmark benchmark, ModelFamily<C> family) throws IOException {
        return preset == null
                ? benchmark.run(family)
                : benchmark.run(family, PresetOption.named(preset, family.presets()));
    }

    private String engine() {
        return stock
                ? "deeplearning4j-" + Versions.all().get("dl4j")
                : "gen4j-" + Versions.all().get("gen4j");
    }

    private void print(BenchmarkResult result, PrintWriter out) throws IOException {
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(result));
        } else {
            out.printf(
                    "%-8s %6d %8d %,14.1f %,14.1f %7.0f%% %,10d%n",
                    result.model(),
                    result.batch(),
                    result.threads(),
                    result.trainImagesPerSecond(),
                    result.sampleImagesPerSecond(),
                    100 * result.gemmShare(),
                    result.peakMemoryMegabytes());
            out.printf(
                    "         bound by %s: %.0f%% arithmetic, %.0f%% memory, %.0f%% waiting%n",
                    result.bound(), 100 * result.gemmShare(), 100 * result.memoryShare(), 100 * result.waitingShare());
        }
        out.flush();
    }

    private List<ModelFamily<?>> families() {
        return models.isEmpty()
                ? List.copyOf(ModelFamilies.all())
                : models.stream().<ModelFamily<?>>map(ModelFamilies::named).toList();
    }

    /** Sets the number of threads. Call it before the first use of ND4J; a later call has no effect. */
    private int useThreads() {
        if (threads == null) {
            return NativeSettings.threads();
        }
        Checks.requireWithin("threads", threads, 1, MAX_THREADS);
        NativeSettings.useThreads(threads);
        return threads;
    }
}
