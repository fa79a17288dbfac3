package io.gen4j.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** What one call of the program gave back. */
public record CommandRun(int exitCode, String out, String err) {

    /** Runs the program in this process, with nothing in the environment but an empty cache. */
    public static CommandRun of(String... arguments) {
        return of(Map.of("GEN_DATA", "no-such-folder"), arguments);
    }

    public static CommandRun of(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Gen.commandLine(environment).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(arguments);
        commandLine.getOut().flush();
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
