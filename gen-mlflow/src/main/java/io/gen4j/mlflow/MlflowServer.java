package io.gen4j.mlflow;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A tracking server of MLflow, and the experiment there that takes the runs. MLflow's Java client speaks to servers alone:
 * it knows no store of files. To track a training without a server, train first and {@linkplain MlflowTracking#send send}
 * the run later.
 *
 * @param uri such as {@code http://localhost:5000}, without a password
 * @param experiment the name of the experiment, which is created if it is missing
 */
public record MlflowServer(URI uri, String experiment) {

    /** The experiment if nothing else is said. */
    public static final String DEFAULT_EXPERIMENT = "gen4j";

    private static final String EXPERIMENT_VARIABLE = "MLFLOW_EXPERIMENT_NAME";

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the URI is not that of an HTTP server, or the experiment has no name
     */
    public MlflowServer {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(experiment, "experiment");
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https") || uri.getHost() == null) {
            throw new IllegalArgumentException("the MLflow server is " + uri
                    + ": must be http://HOST:PORT or https://HOST, since MLflow's Java client writes to no files; train"
                    + " without it, and send the run later");
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("the MLflow server at " + uri.getHost()
                    + " has a name or password in its URI: set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD"
                    + " instead");
        }
        if (experiment.isBlank()) {
            throw new IllegalArgumentException("the MLflow experiment has no name");
        }
    }

    /**
     * A server by its address. The experiment is that of the variable {@code MLFLOW_EXPERIMENT_NAME}, else {@link
     * #DEFAULT_EXPERIMENT}.
     *
     * @throws IllegalArgumentException if the text is not the URI of an HTTP server
     */
    public static MlflowServer of(String uri, Map<String, String> environment) {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(environment, "environment");
        try {
            return new MlflowServer(
                    new URI(uri.replaceAll("/+$", "")),
                    environment.getOrDefault(EXPERIMENT_VARIABLE, DEFAULT_EXPERIMENT));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the MLflow server is " + uri + ": must be a URI: " + e.getMessage(), e);
        }
    }

    /** The same server, and another experiment. */
    public MlflowServer withExperiment(String name) {
        Objects.requireNonNull(name, "name");
        return new MlflowServer(uri, name);
    }
}
