package io.gen4j.app.studio.workshop.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gen4j.Checks;
import io.gen4j.app.studio.http.Answer;
import io.gen4j.app.studio.http.ApiPaths;
import io.gen4j.app.studio.http.ConflictException;
import io.gen4j.app.studio.http.GatedRoutes;
import io.gen4j.app.studio.http.JsonBody;
import io.gen4j.app.studio.runs.RunSummary;
import io.gen4j.app.studio.runs.RunsApi;
import io.gen4j.app.studio.workshop.choice.PlanRequest;
import io.gen4j.app.studio.workshop.choice.TrainingPlan;
import io.gen4j.app.studio.workshop.data.DatasetStore;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The API for trainings: begin, list, stop, resume. */
public final class TrainingsApi {

    private static final String ROOT = ApiPaths.ROOT + "/workshop";
    private static final String ALL = ROOT + "/trainings";
    private static final String ONE = ALL + "/{training}";
    private static final int MAX_EPOCHS = 1_000_000;

    private final TrainingQueue queue;
    private final DatasetStore datasets;
    private final RunsApi runs;
    private final ApiPaths paths;

    public TrainingsApi(TrainingQueue queue, DatasetStore datasets, RunsApi runs, ApiPaths paths) {
        this.queue = queue;
        this.datasets = datasets;
        this.runs = runs;
        this.paths = paths;
    }

    /** Adds the routes. */
    public void addTo(GatedRoutes routes) {
        routes.get(ALL, context -> Answer.send(context, new Trainings(queue.all())));
        routes.post(ALL, this::train);
        routes.get(ONE, context -> Answer.send(context, queue.named(id(context))));
        routes.delete(ONE, context -> Answer.send(context, queue.remove(id(context))));
        routes.post(ONE + "/stop", context -> Answer.send(context, queue.stop(id(context))));
        routes.get(
                ONE + "/output",
                context -> Answer.send(
                        context,
                        "text/plain;charset=utf-8",
                        queue.output(id(context)).getBytes(StandardCharsets.UTF_8)));
        routes.post(ROOT + "/runs/{id}/resume", this::resume);
    }

    private record Trainings(List<Training> trainings) {}

    /** As {@link PlanRequest}, with the key of the client. */
    private record TrainRequest(
            String dataset,
            String model,
            @Nullable String preset,
            @Nullable JsonNode settings,
            @Nullable Integer imageSize,
            @Nullable Boolean rgb,
            @Nullable Integer limit,
            String key) {

        TrainRequest {
            key = checkedKey(key);
        }

        PlanRequest plan() {
            return new PlanRequest(dataset, model, preset, settings, imageSize, rgb, limit);
        }
    }

    /** @param epochs in all; null for as many as the run has */
    private record ResumeRequest(@Nullable Integer epochs, String key) {
        ResumeRequest {
            key = checkedKey(key);
            if (epochs != null) {
                Checks.requireWithin("epochs", epochs, 1, MAX_EPOCHS);
            }
        }
    }

    private static String checkedKey(@Nullable String key) {
        if (key == null || !key.matches("[A-Za-z0-9-]{8,64}")) {
            throw new IllegalArgumentException(
                    "key must have 8 to 64 letters, digits and hyphens: make a random one for each training");
        }
        return key;
    }

    private static String id(Context context) {
        return context.pathParam("training");
    }

    private void train(Context context) throws IOException {
        TrainRequest request = JsonBody.read(context, TrainRequest.class);
        TrainingPlan plan = TrainingPlan.of(request.plan(), datasets);
        send(
                context,
                new TrainingQueue.Order(
                        request.key(),
                        null,
                        request.dataset(),
                        request.model(),
                        plan.preset() == null ? null : plan.preset().name(),
                        plan.request().settings(),
                        plan.epochs(),
                        plan.command(),
                        plan.arguments()));
    }

    private void resume(Context context) throws IOException {
        ResumeRequest request = JsonBody.read(context, ResumeRequest.class);
        RunSummary run = runs.run(context).summary();
        if (run.state().equals("running")) {
            throw new ConflictException("the run is being trained: stop it first");
        }
        if (request.epochs() != null && request.epochs() < run.epoch()) {
            throw new ConflictException(
                    "the run has %d epochs already: ask for more than %d".formatted(run.epoch(), request.epochs()));
        }
        if (run.state().equals("finished") && (request.epochs() == null || request.epochs() <= run.epochs())) {
            throw new ConflictException(
                    "nothing is left to train: all " + run.epochs() + " epochs are done; ask for more epochs");
        }
        List<String> arguments = new ArrayList<>(List.of("resume"));
        String command = "gen resume runs/" + run.id();
        if (request.epochs() != null) {
            arguments.add("--epochs=" + request.epochs());
            command += " --epochs " + request.epochs();
        }
        send(
                context,
                new TrainingQueue.Order(
                        request.key(),
                        run.id(),
                        null,
                        run.family(),
                        null,
                        JsonNodeFactory.instance.objectNode(),
                        request.epochs() == null ? 0 : request.epochs(),
                        command,
                        arguments));
    }

    private void send(Context context, TrainingQueue.Order order) throws IOException {
        TrainingQueue.Taken taken = queue.submit(order);
        context.status(taken.isNew() ? HttpStatus.ACCEPTED : HttpStatus.OK);
        context.header(
                Header.LOCATION,
                paths.of("workshop", "trainings", taken.training().id()));
        context.json(taken.training());
    }
}
