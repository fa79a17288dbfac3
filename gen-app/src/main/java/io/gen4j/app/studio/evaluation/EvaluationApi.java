package io.gen4j.app.studio.evaluation;

import io.gen4j.app.studio.generation.ModelChoice;
import io.gen4j.app.studio.generation.ModelSource;
import io.gen4j.app.studio.http.AccessRules;
import io.gen4j.app.studio.http.Answer;
import io.gen4j.app.studio.http.ApiPaths;
import io.gen4j.app.studio.http.ApiRoutes;
import io.gen4j.app.studio.http.ConflictException;
import io.gen4j.app.studio.http.JsonBody;
import io.gen4j.app.studio.jobs.Job;
import io.gen4j.app.studio.jobs.JobQueue;
import io.gen4j.app.studio.runs.RunsApi;
import io.gen4j.app.studio.runs.StoredRun;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The API to evaluate runs, and to read their evaluations. */
public final class EvaluationApi {

    private final RunsApi runs;
    private final JobQueue jobs;
    private final AccessRules rules;
    private final Map<String, String> environment;

    /** @param environment names the caches of data and of feature networks */
    public EvaluationApi(RunsApi runs, JobQueue jobs, AccessRules rules, Map<String, String> environment) {
        this.runs = runs;
        this.jobs = jobs;
        this.rules = rules;
        this.environment = environment;
    }

    /** Adds the routes. */
    public void addTo(ApiRoutes routes) {
        String path = ApiPaths.ROOT + "/runs/{id}/evaluations";
        routes.get(path, this::list);
        routes.post(path, this::evaluate);
    }

    private record Evaluations(List<StoredEvaluations.Evaluation> evaluations) {}

    private void list(Context context) throws IOException {
        Answer.send(
                context,
                new Evaluations(
                        StoredEvaluations.of(runs.run(context).directory().path())));
    }

    private void evaluate(Context context) throws IOException {
        rules.requireChanges();
        EvaluateRequest request = JsonBody.read(context, EvaluateRequest.class);
        StoredRun run = runs.run(context);
        ModelSource source = ModelChoice.of(request.model(), run);
        Path directory = run.directory().path();
        if (!run.record().isObject() || !Files.isRegularFile(source.file(), LinkOption.NOFOLLOW_LINKS)) {
            throw new ConflictException(
                    run.record().isObject()
                            ? "the run has no " + source.file().getFileName() + " yet"
                            : "the run's config.json cannot be read, and names its data");
        }
        Job job =
                jobs.submit(run.id(), request.model(), new RunEvaluation(directory, source, request, environment)::run);
        context.status(HttpStatus.ACCEPTED);
        context.header(Header.LOCATION, rules.basePath() + ApiPaths.ROOT + "/jobs/" + job.id());
        context.json(job);
    }
}
