package io.gen4j.app.option;

import io.gen4j.mlflow.MlflowServer;
import io.gen4j.mlflow.MlflowTracking;
import io.gen4j.run.RunDirectory;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for an MLflow server that follows a training. */
public final class TrackingOptions {

    @Option(
            names = "--mlflow",
            paramLabel = "URI",
            description =
                    "Send settings, metrics, pictures and the model to the MLflow server at this address, such as "
                            + "http://localhost:5000. If it is down, the training goes on, and gen track sends the rest.")
    private @Nullable String uri;

    @Option(
            names = "--mlflow-experiment",
            paramLabel = "NAME",
            description = "The experiment there that takes the run. Default: $MLFLOW_EXPERIMENT_NAME, else "
                    + MlflowServer.DEFAULT_EXPERIMENT + ".")
    private @Nullable String experiment;

    /**
     * The server that the options name; empty without them.
     *
     * @throws IllegalArgumentException if the address is none of a server, or an experiment has no server
     */
    public Optional<MlflowServer> server(Map<String, String> environment) {
        return server(environment, Optional.empty());
    }

    /** As {@link #server(Map)}; without options, the server on which the run is tracked already. */
    public Optional<MlflowServer> server(Map<String, String> environment, RunDirectory run) throws IOException {
        return server(environment, MlflowTracking.recorded(run));
    }

    private Optional<MlflowServer> server(Map<String, String> environment, Optional<MlflowServer> recorded) {
        Optional<MlflowServer> server = uri == null ? recorded : Optional.of(MlflowServer.of(uri, environment));
        if (experiment == null) {
            return server;
        }
        return Optional.of(server.orElseThrow(() -> new IllegalArgumentException("--mlflow-experiment needs --mlflow"))
                .withExperiment(experiment));
    }
}
