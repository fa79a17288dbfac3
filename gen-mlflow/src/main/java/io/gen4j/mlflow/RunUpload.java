package io.gen4j.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunRecord;
import io.gen4j.run.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service;

/**
 * Sends a run to the server. Everything is read from the run's directory, and the server is asked what it has. So a failure
 * loses nothing, and nothing is sent twice: the next attempt begins where the server says.
 */
final class RunUpload implements AutoCloseable {

    private static final int LONGEST_PARAMETER = 500;
    private static final String SAMPLES = "samples";

    private final RunDirectory run;
    private final Consumer<String> messages;
    private final Connection connection;
    private final ArtifactStores stores;
    private TrackedRun tracked;
    private @Nullable Known known;
    private boolean tagged;
    private boolean toldOfFiles;

    /** What the server has. */
    private record Known(
            String id,
            String page,
            Optional<ArtifactStore> files,
            Map<String, Long> steps,
            Set<String> settings,
            Set<String> pictures) {}

    /** @param progress called whenever the server moves */
    RunUpload(
            RunDirectory run,
            TrackedRun tracked,
            MlflowCredentials credentials,
            Runnable progress,
            Consumer<String> messages) {
        this.run = run;
        this.tracked = tracked;
        this.messages = messages;
        this.connection = new Connection(tracked.server(), credentials, progress);
        this.stores = new ArtifactStores(tracked.server(), credentials, progress);
    }

    /** Sends what the run has by now: settings, metrics and pictures. */
    void sendNew() throws IOException {
        attempt(false);
    }

    /** Sends what is missing, then the model and the pictures of the whole training, and ends the run on the server. */
    void sendAll() throws IOException {
        attempt(true);
    }

    /** The address of the run's page; empty if the server does not know the run yet. */
    Optional<String> page() {
        return Optional.ofNullable(known).map(Known::page);
    }

    private void attempt(boolean end) throws IOException {
        if (Files.notExists(run.config())) {
            throw new IOException(run.path() + " has no config.json: only runs of TrainingRun can be tracked");
        }
        RunRecord record = RunRecord.read(run.config());
        try {
            Known server = known == null ? ask(record) : known;
            known = server;
            sendSettings(server, record);
            sendMetrics(server, record);
            sendPictures(server);
            if (end) {
                end(server);
            }
        } catch (IOException | RuntimeException e) {
            known = null; // Something may have arrived.
            tagged = false;
            throw e;
        }
    }

    private Known ask(RunRecord record) throws IOException {
        if (tracked.id() == null) {
            String name = run.path().toAbsolutePath().normalize().getFileName().toString();
            tracked = tracked.withId(connection.create(name, tracked.key(), written(record)));
            tracked.write(run);
        }
        Service.Run there = connection.run(tracked.id());
        if (there.getInfo().getStatus() != Service.RunStatus.RUNNING) {
            connection.begin(tracked.id());
        }
        Map<String, Long> steps = new LinkedHashMap<>();
        there.getData().getMetricsList().forEach(metric -> steps.put(metric.getKey(), metric.getStep()));
        Set<String> settings = new HashSet<>();
        there.getData().getParamsList().forEach(parameter -> settings.add(parameter.getKey()));
        Optional<ArtifactStore> files = stores.at(there.getInfo().getArtifactUri());
        if (files.isEmpty() && !toldOfFiles) {
            toldOfFiles = true;
            messages.accept("MLflow at " + tracked.server().uri() + " keeps files at "
                    + there.getInfo().getArtifactUri() + ", where only MLflow's Python program can write: pictures and"
                    + " model are not sent; start the server with --serve-artifacts to have them");
        }
        Set<String> pictures = files.isEmpty() ? Set.of() : new HashSet<>(connection.files(tracked.id(), SAMPLES));
        String page = tracked.server().uri() + "/#/experiments/"
                + there.getInfo().getExperimentId() + "/runs/" + tracked.id();
        return new Known(tracked.id(), page, files, steps, settings, pictures);
    }

    private static Instant written(RunRecord record) {
        try {
            return Instant.parse(record.get("written").asText());
        } catch (DateTimeException e) {
            return Instant.now();
        }
    }

    /** MLflow's parameters never change. A changed setting becomes a tag. */
    private void sendSettings(Known server, RunRecord record) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("family", record.family());
        record.config().properties().forEach(each -> settings.put(each.getKey(), text(each.getValue())));
        for (String part : List.of("data", "test")) {
            record.get(part).properties().stream()
                    .filter(each -> each.getValue().isValueNode())
                    .forEach(each -> settings.put(part + "." + each.getKey(), text(each.getValue())));
        }
        List<Service.Param> parameters = new ArrayList<>();
        settings.forEach((key, value) -> {
            if (!value.isEmpty() && !server.settings().contains(key)) {
                parameters.add(
                        Service.Param.newBuilder().setKey(key).setValue(value).build());
            }
        });
        connection.send(server.id(), parameters, tagged ? List.of() : tags(record));
        server.settings().addAll(settings.keySet());
        tagged = true;
    }

    private List<Service.RunTag> tags(RunRecord record) {
        List<Service.RunTag> tags = new ArrayList<>();
        if (tracked.commit() != null) {
            tags.add(Connection.tag("mlflow.source.git.commit", tracked.commit().hash()));
            tags.add(Connection.tag(
                    "git.modified", Boolean.toString(tracked.commit().modified())));
        }
        for (String part : List.of("machine", "versions")) {
            record.get(part).properties().stream()
                    .filter(each -> !each.getValue().asText().isEmpty())
                    .forEach(each -> tags.add(Connection.tag(part + "." + each.getKey(), text(each.getValue()))));
        }
        if (record.get("changes").size() > 0) {
            tags.add(Connection.tag("gen4j.changes", record.get("changes").toString()));
        }
        return tags;
    }

    private static String text(JsonNode value) {
        String text = value.isValueNode() ? value.asText() : value.toString();
        return text.length() <= LONGEST_PARAMETER ? text : text.substring(0, LONGEST_PARAMETER - 1) + "…";
    }

    private void sendMetrics(Known server, RunRecord record) throws IOException {
        MetricPoints points =
                new MetricPoints(run, record.config().path("batchSize").asInt(1));
        List<Service.Metric> missing = points.after(server.steps(), System.currentTimeMillis());
        connection.send(server.id(), missing);
        missing.forEach(point -> server.steps().merge(point.getKey(), point.getStep(), Math::max));
    }

    private void sendPictures(Known server) throws IOException {
        if (server.files().isEmpty() || Files.notExists(run.samples())) {
            return;
        }
        List<Path> pictures;
        try (Stream<Path> all = Files.list(run.samples())) {
            pictures = all.filter(file -> file.getFileName().toString().matches("[^.].*\\.png"))
                    .sorted()
                    .toList();
        }
        for (Path picture : pictures) {
            String name = SAMPLES + "/" + picture.getFileName();
            if (server.pictures().add(name)) {
                put(server.files().get(), name, picture);
            }
        }
    }

    private void end(Known server) throws IOException {
        if (server.files().isPresent()) {
            List<Path> files = List.of(
                    run.config(),
                    run.lossPicture(),
                    run.discriminatorPicture(),
                    run.path().resolve("progress.png"),
                    run.path().resolve("progress.gif"));
            for (Path file : files) {
                put(server.files().get(), file.getFileName().toString(), file);
            }
            put(server.files().get(), "model/" + run.model().getFileName(), run.model());
            put(server.files().get(), "model/" + run.best().getFileName(), run.best());
        }
        Service.RunStatus status = switch (RunStatus.of(run).orElse(RunStatus.FINISHED)) {
            case FINISHED -> Service.RunStatus.FINISHED;
            case FAILED -> Service.RunStatus.FAILED;
            case STOPPED, RUNNING -> Service.RunStatus.KILLED;
        };
        Path last = run.path().resolve("status.json");
        Instant time = Files.exists(last) ? Files.getLastModifiedTime(last).toInstant() : Instant.now();
        connection.end(server.id(), status, time);
    }

    private static void put(ArtifactStore store, String name, Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) > 0) {
            store.put(name, file);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
