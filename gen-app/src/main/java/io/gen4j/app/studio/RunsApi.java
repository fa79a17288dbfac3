package io.gen4j.app.studio;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.gen4j.app.table.CsvTable;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** What runs wrote: their state, numbers, settings and pictures. */
final class RunsApi {

    private final RunCatalog catalog;

    RunsApi(RunCatalog catalog) {
        this.catalog = catalog;
    }

    void addTo(RoutesConfig routes) {
        routes.get(ApiPaths.ROOT + "/runs", this::list);
        routes.get(ApiPaths.ROOT + "/runs/{id}", this::details);
        routes.get(ApiPaths.ROOT + "/runs/{id}/metrics", this::metrics);
        routes.get(ApiPaths.ROOT + "/runs/{id}/grids", this::grids);
        routes.get(ApiPaths.ROOT + "/runs/{id}/pictures/{name}", this::picture);
    }

    private record Details(@JsonUnwrapped RunSummary summary, JsonNode config) {}

    private record AllMetrics(@JsonUnwrapped CsvTable metrics, CsvTable evaluation, CsvTable quality) {}

    /** The run that a request names. */
    StoredRun run(Context context) throws IOException {
        String id = context.pathParam("id");
        return catalog.named(id).orElseThrow(() -> new NotFoundResponse("there is no run \"" + id + "\""));
    }

    private void list(Context context) throws IOException {
        List<RunSummary> summaries = new ArrayList<>();
        for (StoredRun run : catalog.all()) {
            summaries.add(run.summary());
        }
        context.json(summaries);
    }

    private void details(Context context) throws IOException {
        StoredRun run = run(context);
        context.json(new Details(run.summary(), run.config()));
    }

    private void metrics(Context context) throws IOException {
        StoredRun run = run(context);
        context.json(new AllMetrics(run.metrics(), run.evaluation(), run.quality()));
    }

    private void grids(Context context) throws IOException {
        context.json(run(context).pictures());
    }

    private void picture(Context context) throws IOException {
        String name = context.pathParam("name");
        Picture picture = run(context).pictures().stream()
                .filter(each -> each.file().getFileName().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new NotFoundResponse("the run has no picture \"" + name + "\""));
        context.contentType(ContentType.IMAGE_PNG).result(Files.readAllBytes(picture.file()));
    }
}
