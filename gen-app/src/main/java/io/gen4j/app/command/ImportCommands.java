package io.gen4j.app.command;

import io.gen4j.GenerativeModel;
import io.gen4j.app.export.HubImport;
import io.gen4j.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code gen import}. It reads a published model. A sub-command per family reads weights alone. */
@Command(
        name = "import",
        description = "Makes a run's directory of a model that was trained elsewhere: of a directory that \"gen export "
                + "--format hub\" wrote, or of weights alone, such as PyTorch's.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "MODEL",
        commandListHeading = "%nModels:%n",
        footer = {
            "",
            "Examples:",
            "  gen import vae-hub --out runs/imported",
            "  gen import vae --weights vae.safetensors --out runs/imported"
        })
public final class ImportCommands implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "A published model: a directory with config.json and model.safetensors.")
    private @Nullable Path directory;

    @Option(names = "--out", paramLabel = "DIR", description = "Where to write; must not exist, or be empty.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        if (directory == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "say of which model the weights are: "
                            + String.join(", ", spec.subcommands().keySet())
                            + ", or name a published model's directory");
        }
        if (out == null) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--out=DIR'");
        }
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        AtomicFile.requireCreatable(out);
        HubImport published = HubImport.read(directory);
        try (GenerativeModel model = published.model()) {
            ImportedRun run = new ImportedRun(model, published.networks(), List.of(published.weights()));
            spec.commandLine().getOut().println(run.write(out));
        }
        return 0;
    }
}
