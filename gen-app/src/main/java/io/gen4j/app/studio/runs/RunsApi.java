package io.gen4j.app.studio.runs;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.app.studio.http.Answer;
import io.gen4j.app.studio.http.ApiPaths;
import io.gen4j.app.studio.http.ApiRoutes;
import io.gen4j.app.studio.http.QueryParameters;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The API for the state, settings and pictures of runs. */
public final class RunsApi {

    private static final long MAX_EXACT = (1L << 53) - 1;
    private static final JsonNode EMPTY = JsonNodeFactory.instance.objectNode();

    private final RunCatalog catalog;

    public RunsApi(RunCatalog catalog) {
        this.catalog = catalog;
    }

    /** Adds the routes. */
    public void addTo(ApiRoutes routes) {
        routes.get(ApiPaths.ROOT + "/runs", this::list);
        routes.get(ApiPaths.ROOT + "/runs/{id}", this::details);
        routes.get(ApiPaths.ROOT + "/runs/{id}/grids", this::grids);
        routes.get(ApiPaths.ROOT + "/runs/{id}/pictures/{name}", this::picture);
    }

    private record Details(@JsonUnwrapped RunSummary summary, JsonNode config) {
        static Details of(StoredRun run) {
            return new Details(run.summary(), run.config().isObject() ? exact(run.config()) : EMPTY);
        }
    }

    /** The settings, with text in place of whole numbers that a JavaScript number cannot hold, such as large seeds. */
    private static JsonNode exact(JsonNode config) {
        ObjectNode settings = config.deepCopy();
        for (Map.Entry<String, JsonNode> setting : config.properties()) {
            JsonNode value = setting.getValue();
            if (value.isIntegralNumber() && !(value.canConvertToLong() && Math.abs(value.longValue()) <= MAX_EXACT)) {
                settings.put(setting.getKey(), value.asText());
            }
        }
        return settings;
    }

    /**
     * Finds the run that a request names.
     *
     * @throws NotFoundResponse if there is none
     */
    public StoredRun run(Context context) throws IOException {
        String id = context.pathParam("id");
        return catalog.named(id).orElseThrow(() -> new NotFoundResponse("there is no run \"" + shortened(id) + "\""));
    }

    private void list(Context context) throws IOException {
        String settings = String.valueOf(context.queryParam("settings"));
        if (settings.equals("true")) {
            Answer.send(context, catalog.all().stream().map(Details::of).toList());
        } else if (settings.equals("null") || settings.equals("false")) {
            Answer.send(context, catalog.summaries());
        } else {
            throw new IllegalArgumentException("settings must be true or false");
        }
    }

    private void details(Context context) throws IOException {
        Answer.send(context, Details.of(run(context)));
    }

    private void grids(Context context) throws IOException {
        long after = QueryParameters.whole(context, "after", -1, -1, Integer.MAX_VALUE);
        List<Picture> pictures = run(context).pictures();
        Answer.send(
                context,
                after < 0
                        ? pictures
                        : pictures.stream()
                                .filter(picture -> picture.epoch() > after)
                                .toList());
    }

    private void picture(Context context) throws IOException {
        String name = context.pathParam("name");
        byte[] bytes = RunPictures.read(run(context).directory().samples(), name)
                .orElseThrow(() -> new NotFoundResponse("the run has no picture \"" + shortened(name) + "\""));
        Answer.send(context, ContentType.IMAGE_PNG.getMimeType(), bytes);
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
