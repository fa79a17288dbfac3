package io.gen4j.app.command;

import picocli.CommandLine.Command;

/** {@code gen import}: one sub-command for each family of models. */
@Command(
        name = "import",
        description = "Makes a run directory from weights trained elsewhere, such as in PyTorch.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "MODEL",
        commandListHeading = "%nModels:%n")
public final class ImportCommands extends ModelCommands {

    /** Asks for a model. */
    public ImportCommands() {
        super("say of which model the weights are");
    }
}
