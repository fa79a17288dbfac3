package io.gen4j.mlflow;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;
import org.mlflow.tracking.creds.MlflowHostCredsProvider;

/**
 * What a tracking server asks for: a name and password, a token, or nothing.
 *
 * @param username null for none
 * @param password null for none
 * @param token null for none
 */
public record MlflowCredentials(
        @Nullable String username,
        @Nullable String password,
        @Nullable String token) {

    /** Of a server that asks for nothing. */
    public static final MlflowCredentials NONE = new MlflowCredentials(null, null, null);

    /**
     * As MLflow's own variables have them: {@code MLFLOW_TRACKING_USERNAME}, {@code MLFLOW_TRACKING_PASSWORD} and {@code
     * MLFLOW_TRACKING_TOKEN}.
     */
    public static MlflowCredentials of(Map<String, String> environment) {
        Objects.requireNonNull(environment, "environment");
        return new MlflowCredentials(
                environment.get("MLFLOW_TRACKING_USERNAME"),
                environment.get("MLFLOW_TRACKING_PASSWORD"),
                environment.get("MLFLOW_TRACKING_TOKEN"));
    }

    MlflowHostCredsProvider provider(MlflowServer server) {
        return new BasicMlflowHostCreds(server.uri().toString(), username, password, token, false);
    }

    /** The value of the header {@code Authorization}. */
    Optional<String> header() {
        if (username != null && password != null) {
            byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
        }
        return Optional.ofNullable(token).map(secret -> "Bearer " + secret);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "MlflowCredentials[username=" + username + "]";
    }
}
