package io.gen4j.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gen train}: one sub-command a family of models. */
@Command(
        name = "train",
        description = "Trains a model.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "MODEL",
        commandListHeading = "%nModels:%n")
public final class TrainCommands implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say which model to train: "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
