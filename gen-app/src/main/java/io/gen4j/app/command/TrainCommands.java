package io.gen4j.app.command;

import picocli.CommandLine.Command;

/** {@code gen train}: one sub-command for each family of models. */
@Command(
        name = "train",
        description = "Trains a model.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "MODEL",
        commandListHeading = "%nModels:%n")
public final class TrainCommands extends ModelCommands {

    /** Asks for a model. */
    public TrainCommands() {
        super("say which model to train");
    }
}
