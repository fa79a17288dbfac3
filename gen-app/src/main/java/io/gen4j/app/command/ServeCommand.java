package io.gen4j.app.command;

import io.gen4j.app.console.Browser;
import io.gen4j.app.console.StopSignals;
import io.gen4j.app.option.TokenOption;
import io.gen4j.app.studio.Studio;
import io.gen4j.app.studio.StudioConfig;
import io.gen4j.app.studio.operations.AccessLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code gen serve}, which starts the studio. */
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
            description = "The directory that holds the runs; default ${DEFAULT-VALUE}. It may not exist yet.",
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
            description =
                    "The address to listen at. The default ${DEFAULT-VALUE} is for this machine alone; others need "
                            + "a token.",
            defaultValue = StudioConfig.LOOPBACK)
    private String host;

    @Mixin
    private TokenOption token;

    @Option(
            names = "--base-path",
            paramLabel = "PATH",
            description = "Where a proxy shows the studio, such as /studio.",
            defaultValue = "")
    private String basePath;

    @Option(
            names = "--allow-host",
            paramLabel = "NAME",
            description = "Another name under which to answer, such as a proxy's. Can be given again.")
    private List<String> allowedHosts = List.of();

    @Option(
            names = "--allow-origin",
            paramLabel = "ORIGIN",
            description = "Let pages of another site use the API, such as https://lab.example. Can be given again.")
    private List<String> allowedOrigins = List.of();

    @Option(names = "--read-only", description = "Refuse to change notes, delete runs and start evaluations.")
    private boolean readOnly;

    @ArgGroup(validate = false, heading = "%nWorkshop:%n")
    private final WorkshopOptions workshop = new WorkshopOptions();

    @Option(names = "--access-log", paramLabel = "FILE", description = "Add a line of JSON per request to this file.")
    private @Nullable Path accessLog;

    @Option(names = "--open", description = "Show it in the browser.")
    private boolean open;

    private final Map<String, String> environment;

    public ServeCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        CountDownLatch stopped = new CountDownLatch(1);
        try (StopSignals signals = new StopSignals(stopped::countDown);
                Studio studio = Studio.start(
                        config(), accessLog == null ? AccessLog.NONE : AccessLog.to(accessLog), environment)) {
            out.println("studio: " + studio.address() + " (Ctrl-C ends it)");
            if (studio.isReachedFromOutside()) {
                out.println("from other machines: " + studio.outsideAddress());
            }
            out.flush();
            if (open) {
                Browser.show(studio.address());
            }
            stopped.await();
            out.println("gen: ending, after the requests that are being answered; a second signal ends at once");
            out.flush();
            return signals.exitCode();
        }
    }

    private StudioConfig config() throws IOException {
        try {
            @Nullable String known = token.token(environment);
            return new StudioConfig(
                    runs,
                    host,
                    port,
                    known,
                    basePath,
                    Set.copyOf(allowedHosts),
                    Set.copyOf(allowedOrigins),
                    readOnly,
                    workshop.config(runs));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
