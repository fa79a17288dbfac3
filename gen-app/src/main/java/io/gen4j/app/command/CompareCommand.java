package io.gen4j.app.command;

import io.gen4j.Checks;
import io.gen4j.GenerativeModel;
import io.gen4j.app.option.DataOptions;
import io.gen4j.app.report.RunComparison;
import io.gen4j.file.AtomicFile;
import io.gen4j.image.Png;
import io.gen4j.persist.ModelFile;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunHistory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code gen compare}, which puts trained models side by side. */
@Command(
        name = "compare",
        description =
                "Compares trained models: how sharp and varied their samples are, how long the training took, and its last "
                        + "losses. Losses of different kinds of models do not compare. Read sharpness and variety beside "
                        + "those of real images, which --data adds. For quality, use gen evaluate with several runs.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Example:", "  gen compare runs/vae-20260101-120000 runs/gan-20260101-130000 --out compared"})
public final class CompareCommand implements Callable<Integer> {

    private static final int MAX_COUNT = 1000;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "2..*", paramLabel = "RUN", description = "Directories of runs.")
    private List<Path> runs;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many samples of each run to compare; default ${DEFAULT-VALUE}.",
            defaultValue = "200")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of the samples; default ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private long seed;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Directory for compare.png, compare.csv and compare.md. Default: the table is only printed.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Replace what exists.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        Checks.requireWithin("count", count, 2, MAX_COUNT);
        check(out);
        RunComparison comparison = new RunComparison(count);
        for (Path path : runs) {
            RunDirectory run = RunDirectory.open(path);
            try (GenerativeModel model = ModelFile.load(run.model())) {
                if (data.isGiven() && path.equals(runs.get(0))) {
                    comparison.add(
                            data.readToShow(model, null, spec.commandLine().getErr()), seed);
                }
                RunHistory history = RunHistory.read(run, model.config().batchSize());
                comparison.add(name(path), model, history, seed);
            }
        }
        PrintWriter printed = spec.commandLine().getOut();
        printed.print(comparison.summary().aligned());
        printed.flush();
        if (out != null) {
            write(comparison, out);
        }
        return 0;
    }

    private static String name(Path run) {
        return run.toAbsolutePath().normalize().getFileName().toString();
    }

    private void check(@Nullable Path directory) throws IOException {
        if (directory == null) {
            return;
        }
        for (Path file : files(directory)) {
            if (Files.exists(file) && !force) {
                throw new FileAlreadyExistsException(
                        file.toString(), null, "exists already: use --force to replace it");
            }
            AtomicFile.requireCreatable(file);
        }
    }

    private static List<Path> files(Path directory) {
        return List.of(
                directory.resolve("compare.png"), directory.resolve("compare.csv"), directory.resolve("compare.md"));
    }

    private void write(RunComparison comparison, Path directory) throws IOException {
        List<Path> files = files(directory);
        Png.write(files.get(0), comparison.picture());
        AtomicFile.replace(files.get(1), comparison.full().csv());
        AtomicFile.replace(files.get(2), comparison.summary().markdown());
        spec.commandLine().getOut().println("wrote " + directory + ": compare.png, compare.csv, compare.md");
    }
}
