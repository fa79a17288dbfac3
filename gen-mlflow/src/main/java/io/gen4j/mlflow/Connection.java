package io.gen4j.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.MlflowHttpException;

/** MLflow's client, whose failures become one line each. */
final class Connection implements AutoCloseable {

    /** The most that a server takes in one request. */
    private static final int MOST_METRICS = 1000;

    private static final int MOST_PARAMETERS = 100;
    private static final String KEY_TAG = "gen4j.key";
    private static final int LONGEST_REASON = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of the client's HTTP library, which tells of every retry. Held here, since Java forgets loggers that nobody holds. */
    private static final Logger HTTP_LOG = Logger.getLogger("org.mlflow_project.apachehttp");

    private final MlflowServer server;
    private final MlflowClient client;
    private final Runnable progress;

    /** @param progress called whenever the server has answered */
    Connection(MlflowServer server, MlflowCredentials credentials, Runnable progress) {
        HTTP_LOG.setLevel(Level.WARNING);
        this.server = server;
        this.client = new MlflowClient(credentials.provider(server));
        this.progress = progress;
    }

    private <T> T call(Function<MlflowClient, T> request) throws IOException {
        try {
            T answer = request.apply(client);
            progress.run();
            return answer;
        } catch (MlflowHttpException e) {
            throw new IOException("the server answers " + e.getStatusCode() + reason(e), e);
        } catch (MlflowClientException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new IOException(line(cause.getMessage() == null ? cause.toString() : cause.getMessage()), e);
        } catch (IllegalStateException e) {
            throw new IOException("the connection was closed", e);
        }
    }

    private static String reason(MlflowHttpException e) {
        try {
            String message = JSON.readTree(e.getBodyMessage()).path("message").asText();
            return message.isEmpty() ? " " + e.getReasonPhrase() : ": " + line(message);
        } catch (JsonProcessingException | IllegalArgumentException notJson) {
            return " " + e.getReasonPhrase();
        }
    }

    private static String line(String text) {
        String line = text.replaceAll("\\s*\\R\\s*", " ").strip();
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
    }

    /** The run with this id. */
    Service.Run run(String id) throws IOException {
        Service.Run run = call(each -> each.getRun(id));
        if (run.getInfo().getLifecycleStage().equals("deleted")) {
            throw new IOException("the run " + id + " was deleted there: remove mlflow.json to begin another one");
        }
        return run;
    }

    /** The id of the run with this key. The run and its experiment are created if they are missing. */
    String create(String name, String key, Instant start) throws IOException {
        String experiment = experiment();
        String filter = "tags.\"" + KEY_TAG + "\" = '" + key + "'";
        List<Service.Run> found = call(each ->
                        each.searchRuns(List.of(experiment), filter, Service.ViewType.ACTIVE_ONLY, 1))
                .getItems();
        if (!found.isEmpty()) {
            return found.get(0).getInfo().getRunId();
        }
        Service.CreateRun request = Service.CreateRun.newBuilder()
                .setExperimentId(experiment)
                .setRunName(name)
                .setUserId(System.getProperty("user.name", ""))
                .setStartTime(start.toEpochMilli())
                .addTags(tag("mlflow.runName", name))
                .addTags(tag("mlflow.source.type", "LOCAL"))
                .addTags(tag("mlflow.source.name", "gen4j"))
                .addTags(tag("mlflow.user", System.getProperty("user.name", "")))
                .addTags(tag(KEY_TAG, key))
                .build();
        return call(each -> each.createRun(request)).getRunId();
    }

    private String experiment() throws IOException {
        Optional<Service.Experiment> found = call(each -> each.getExperimentByName(server.experiment()));
        if (found.isEmpty()) {
            return call(each -> each.createExperiment(server.experiment()));
        }
        if (found.get().getLifecycleStage().equals("deleted")) {
            throw new IOException("the experiment " + server.experiment() + " was deleted there: choose another one");
        }
        return found.get().getExperimentId();
    }

    static Service.RunTag tag(String key, String value) {
        return Service.RunTag.newBuilder().setKey(key).setValue(value).build();
    }

    /** Sends settings and tags. */
    void send(String id, List<Service.Param> parameters, List<Service.RunTag> tags) throws IOException {
        for (List<Service.Param> part : parts(parameters, MOST_PARAMETERS)) {
            log(id, List.of(), part, List.of());
        }
        for (List<Service.RunTag> part : parts(tags, MOST_PARAMETERS)) {
            log(id, List.of(), List.of(), part);
        }
    }

    /** Sends points, in this order. */
    void send(String id, List<Service.Metric> metrics) throws IOException {
        for (List<Service.Metric> part : parts(metrics, MOST_METRICS)) {
            log(id, part, List.of(), List.of());
        }
    }

    private void log(String id, List<Service.Metric> metrics, List<Service.Param> parameters, List<Service.RunTag> tags)
            throws IOException {
        call(each -> {
            each.logBatch(id, metrics, parameters, tags);
            return id;
        });
    }

    private static <T> List<List<T>> parts(List<T> all, int most) {
        List<List<T>> parts = new ArrayList<>();
        for (int i = 0; i < all.size(); i += most) {
            parts.add(all.subList(i, Math.min(all.size(), i + most)));
        }
        return parts;
    }

    /** The paths of the files in a directory of the run, which the server has. */
    Set<String> files(String id, String directory) throws IOException {
        Set<String> names = new TreeSet<>();
        @Nullable String token = null;
        do {
            String page = token == null ? "" : "&page_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
            String text = call(each -> each.sendGet("artifacts/list?run_id=" + id + "&path=" + directory + page));
            JsonNode answer = JSON.readTree(text);
            answer.path("files").forEach(file -> names.add(file.path("path").asText()));
            token = answer.path("next_page_token").textValue();
        } while (token != null && !token.isEmpty());
        return names;
    }

    /** Marks the run as one that is being trained. */
    void begin(String id) throws IOException {
        ObjectNode request = JSON.createObjectNode().put("run_id", id).put("status", "RUNNING");
        call(each -> each.sendPost("runs/update", request.toString()));
    }

    /** Marks the run as ended. */
    void end(String id, Service.RunStatus status, Instant time) throws IOException {
        call(each -> {
            each.setTerminated(id, status, time.toEpochMilli());
            return id;
        });
    }

    @Override
    public void close() {
        client.close();
    }
}
