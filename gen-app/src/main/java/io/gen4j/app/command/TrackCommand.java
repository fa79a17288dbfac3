package io.gen4j.app.command;

import io.gen4j.app.option.TrackingOptions;
import io.gen4j.mlflow.MlflowCredentials;
import io.gen4j.mlflow.MlflowServer;
import io.gen4j.mlflow.MlflowTracking;
import io.gen4j.run.RunDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code gen track}, which sends a finished run to an MLflow server, or what the server missed of it. */
@Command(
        name = "track",
        description =
                "Sends a run to an MLflow server: settings, metrics, pictures and the model. What the server has is not sent "
                        + "again.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  gen track --run runs/vae-20260101-120000 --mlflow http://localhost:5000",
            "  gen track --run runs/vae-20260101-120000   # to the server that missed a part of it"
        })
public final class TrackCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--run", paramLabel = "RUN", required = true, description = "The run's directory.")
    private Path directory;

    @Mixin
    private final TrackingOptions tracking = new TrackingOptions();

    private final Map<String, String> environment;

    public TrackCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        RunDirectory run = RunDirectory.openToResume(directory);
        MlflowServer server = tracking.server(environment, run)
                .orElseThrow(() -> new IllegalArgumentException(
                        run.path() + " is tracked nowhere yet: name a server with --mlflow http://HOST:PORT"));
        String page = MlflowTracking.send(
                run, server, MlflowCredentials.of(environment), line -> out.println("gen: " + line));
        out.println("sent " + run.path() + ": " + page);
        return 0;
    }
}
