package io.gen4j.app.command;

import io.gen4j.app.console.Browser;
import io.gen4j.app.studio.Studio;
import io.gen4j.app.studio.StudioConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gen serve}. */
@Command(
        name = "serve",
        description = "Opens the studio: a page to watch trainings and to play with their models, and a REST API "
                + "(/api/openapi.json). Ends with Ctrl-C.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Example:", "  gen serve --open"})
public final class ServeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description = "The directory that holds the runs; default ${DEFAULT-VALUE}.",
            defaultValue = "runs")
    private Path runs;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Where to listen; 0 for any free port; default ${DEFAULT-VALUE}.",
            defaultValue = StudioConfig.DEFAULT_PORT)
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Who can reach it: the default ${DEFAULT-VALUE} for this machine alone; any other needs a "
                    + "--token.",
            defaultValue = StudioConfig.LOOPBACK)
    private String host;

    @Option(names = "--token", paramLabel = "TEXT", description = "What visitors must know, at least 16 characters.")
    private @Nullable String token;

    @Option(names = "--open", description = "Show it in the browser.")
    private boolean open;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Studio studio = Studio.start(new StudioConfig(runs, host, port, token))) {
            out.println("studio: " + studio.address() + " (Ctrl-C ends it)");
            out.flush();
            if (open) {
                Browser.show(studio.address());
            }
            // Until the process is ended.
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
