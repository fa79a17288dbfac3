package io.gen4j.app.studio.generation;

import io.gen4j.app.studio.http.Answer;
import io.gen4j.app.studio.http.ApiPaths;
import io.gen4j.app.studio.http.ApiRoutes;
import io.gen4j.app.studio.runs.RunsApi;
import io.gen4j.app.studio.runs.StoredRun;
import io.gen4j.app.table.CsvReader;
import io.gen4j.app.table.CsvTable;
import io.gen4j.metric.FrechetDistance;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The API for the list of a run's models. */
public final class ModelsApi {

    private final RunsApi runs;

    public ModelsApi(RunsApi runs) {
        this.runs = runs;
    }

    /** Adds the route. */
    public void addTo(ApiRoutes routes) {
        routes.get(ApiPaths.ROOT + "/runs/{id}/models", this::models);
    }

    private record Models(List<Model> models) {}

    /**
     * A model of a run.
     *
     * @param name last, best, {@code epoch-N} or {@code step-N}
     * @param epoch that it was trained for; null if unknown
     */
    private record Model(String name, @Nullable Long epoch) {}

    private void models(Context context) throws IOException {
        StoredRun run = runs.run(context);
        List<Model> models = new ArrayList<>();
        if (run.summary().hasModel()) {
            models.add(new Model(
                    ModelChoice.LAST,
                    run.summary().state().equals("finished") ? run.summary().epoch() : null));
        }
        if (Files.isRegularFile(run.directory().best(), LinkOption.NOFOLLOW_LINKS)) {
            models.add(new Model(ModelChoice.BEST, bestEpoch(run)));
        }
        for (String name : ModelChoice.checkpoints(run)) {
            models.add(new Model(
                    name, name.startsWith("epoch-") ? Long.valueOf(name.substring("epoch-".length())) : null));
        }
        Answer.send(context, new Models(models));
    }

    /** The epoch of the least distance, whose model is the best. */
    private static @Nullable Long bestEpoch(StoredRun run) throws IOException {
        CsvTable quality = CsvReader.readAll(run.directory().quality());
        int epoch = quality.columns().indexOf("epoch");
        int distance = quality.columns().indexOf(FrechetDistance.NAME);
        if (epoch < 0 || distance < 0) {
            return null;
        }
        return quality.rows().stream()
                .filter(row -> row.get(distance) != null && row.get(epoch) != null)
                .min(Comparator.comparingDouble((List<@Nullable Number> row) -> row.get(distance) == null
                        ? Double.NaN
                        : row.get(distance).doubleValue()))
                .map(row -> row.get(epoch))
                .map(Number::longValue)
                .orElse(null);
    }
}
