package io.gen4j.app.command;

import picocli.CommandLine.Command;

/** The command {@code gen train}, with one sub-command per model family. */
@Command(
        name = "train",
        description = "Trains a model.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "MODEL",
        commandListHeading = "%nModels:%n")
public final class TrainCommands extends ModelCommands {

    /** Creates the command. Without a sub-command, it asks for a model. */
    public TrainCommands() {
        super("say which model to train");
    }
}
