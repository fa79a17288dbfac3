package io.gen4j.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gen import}: one sub-command a family of models. */
@Command(
        name = "import",
        description = "Makes a run's directory of weights that were trained elsewhere, such as in PyTorch.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "MODEL",
        commandListHeading = "%nModels:%n")
public final class ImportCommands implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say of which model the weights are: "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
