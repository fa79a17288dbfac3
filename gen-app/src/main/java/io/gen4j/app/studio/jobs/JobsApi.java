package io.gen4j.app.studio.jobs;

import io.gen4j.app.studio.http.Answer;
import io.gen4j.app.studio.http.ApiPaths;
import io.gen4j.app.studio.http.ApiRoutes;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Optional;

/** The API to watch and to cancel jobs. */
public final class JobsApi {

    private final JobQueue queue;

    public JobsApi(JobQueue queue) {
        this.queue = queue;
    }

    /** Adds the routes. */
    public void addTo(ApiRoutes routes) {
        routes.get(ApiPaths.ROOT + "/jobs", context -> Answer.send(context, new Jobs(queue.list())));
        routes.get(ApiPaths.ROOT + "/jobs/{job}", context -> send(context, queue.find(context.pathParam("job"))));
        routes.delete(ApiPaths.ROOT + "/jobs/{job}", context -> send(context, queue.cancel(context.pathParam("job"))));
    }

    private record Jobs(List<Job> jobs) {}

    private static void send(Context context, Optional<Job> job) {
        Answer.send(context, job.orElseThrow(() -> new NotFoundResponse("there is no such job")));
    }
}
