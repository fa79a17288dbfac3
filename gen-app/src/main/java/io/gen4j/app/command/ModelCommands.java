package io.gen4j.app.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command with one sub-command per model family. Without a sub-command, it asks for one. */
abstract class ModelCommands implements Runnable {

    private final String request;

    @Spec
    private CommandSpec spec;

    /** @param request the request in the message */
    ModelCommands(String request) {
        this.request = request;
    }

    @Override
    public final void run() {
        throw new ParameterException(
                spec.commandLine(),
                request + ": " + String.join(", ", spec.subcommands().keySet()));
    }
}
