package io.gen4j.app;

import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.app.command.BenchCommand;
import io.gen4j.app.command.CompareCommand;
import io.gen4j.app.command.CompleteCommand;
import io.gen4j.app.command.DirectionsCommand;
import io.gen4j.app.command.EvaluateCommand;
import io.gen4j.app.command.ExportCommand;
import io.gen4j.app.command.FitPriorCommand;
import io.gen4j.app.command.ImportCommand;
import io.gen4j.app.command.ImportCommands;
import io.gen4j.app.command.InfoCommand;
import io.gen4j.app.command.InterpolateCommand;
import io.gen4j.app.command.ManifoldCommand;
import io.gen4j.app.command.ReconstructCommand;
import io.gen4j.app.command.ResumeCommand;
import io.gen4j.app.command.SampleCommand;
import io.gen4j.app.command.ScoreCommand;
import io.gen4j.app.command.ServeCommand;
import io.gen4j.app.command.TrackCommand;
import io.gen4j.app.command.TrainCommand;
import io.gen4j.app.command.TrainCommands;
import io.gen4j.app.console.Versions;
import io.gen4j.runtime.NativeSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program {@code gen}. Exit codes: 0 done, 1 failed, 2 misused, 130 and 143 stopped by SIGINT and SIGTERM. */
@Command(
        name = "gen",
        description = "Trains deep generative models, and draws with them.",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        footer = {
            "",
            "Examples:",
            "  gen train vae --epochs 5",
            "  gen sample --run runs/vae-20260101-120000 --count 64 --out digits.png",
            "  source <(gen generate-completion)   # completion for bash and zsh"
        })
public final class Gen implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of a failure.")
    private boolean verbose;

    @Option(names = "--cuda", scope = ScopeType.INHERIT, description = "Run on an NVIDIA card, see docs/gpu.md.")
    private boolean cuda;

    private final Map<String, String> environment;
    private final Runnable beforeCommand;

    private Gen(Map<String, String> environment, Runnable beforeCommand) {
        this.environment = environment;
        this.beforeCommand = beforeCommand;
    }

    /** Runs the program and ends the process. */
    public static void main(String[] arguments) {
        // Files and messages have one notation of numbers in every language.
        Locale.setDefault(Locale.ROOT);
        System.setProperty("java.awt.headless", "true");
        System.exit(commandLine(System.getenv(), NativeSettings::apply).execute(arguments));
    }

    /** The command line for a process with this environment. The native libraries must be set up already. */
    static CommandLine commandLine(Map<String, String> environment) {
        return commandLine(environment, () -> {});
    }

    /** @param beforeCommand called before a command, but not before help, which needs no native libraries */
    private static CommandLine commandLine(Map<String, String> environment, Runnable beforeCommand) {
        Gen gen = new Gen(environment, beforeCommand);
        CommandLine train = new CommandLine(new TrainCommands());
        CommandLine importing = new CommandLine(new ImportCommands());
        List<String> problems = new ArrayList<>(ModelFamilies.problems());
        for (ModelFamily<?> family : ModelFamilies.all()) {
            try {
                CommandSpec trained = TrainCommand.spec(family, gen.environment);
                CommandSpec imported = ImportCommand.spec(family);
                train.addSubcommand(family.name(), trained);
                importing.addSubcommand(family.name(), imported);
            } catch (RuntimeException e) {
                problems.add("the model " + family.name() + " is left out: its settings make no options: " + e);
            }
        }
        CommandLine commandLine = new CommandLine(gen, new EnvironmentFactory(environment))
                .addSubcommand("train", train)
                .addSubcommand(ResumeCommand.class)
                .addSubcommand(SampleCommand.class)
                .addSubcommand(ReconstructCommand.class)
                .addSubcommand(ManifoldCommand.class)
                .addSubcommand(InterpolateCommand.class)
                .addSubcommand(CompleteCommand.class)
                .addSubcommand(CompareCommand.class)
                .addSubcommand(EvaluateCommand.class)
                .addSubcommand(ScoreCommand.class)
                .addSubcommand(DirectionsCommand.class)
                .addSubcommand(FitPriorCommand.class)
                .addSubcommand(ExportCommand.class)
                .addSubcommand("import", importing)
                .addSubcommand(TrackCommand.class)
                .addSubcommand(ServeCommand.class)
                .addSubcommand(BenchCommand.class)
                .addSubcommand(InfoCommand.class)
                .addSubcommand(HelpCommand.class)
                .addSubcommand(GenerateCompletion.class);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionStrategy(parsed -> {
            problems.forEach(problem -> new ErrorHandler().warn(commandLine, problem));
            try {
                return gen.execute(parsed);
            } catch (OutOfMemoryError e) {
                return new ErrorHandler().outOfMemory(e, commandLine, gen.verbose);
            } catch (LinkageError e) {
                return new ErrorHandler().unloadable(e, commandLine, gen.verbose);
            }
        });
        commandLine.setParameterExceptionHandler(new ErrorHandler()::misuse);
        commandLine.setExecutionExceptionHandler(
                (failure, command, parsed) -> new ErrorHandler().failure(failure, command, gen.verbose));
        return commandLine;
    }

    private int execute(ParseResult parsed) {
        @Nullable Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        StartupCheck.require(parsed, environment);
        setUp();
        CudaCheck.require(spec.commandLine(), cuda);
        return new RunLast().execute(parsed);
    }

    private void setUp() {
        try {
            beforeCommand.run();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (IllegalStateException e) {
            throw new ExecutionException(spec.commandLine(), e.getMessage(), new IOException(e.getMessage(), e));
        }
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing: one of "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
