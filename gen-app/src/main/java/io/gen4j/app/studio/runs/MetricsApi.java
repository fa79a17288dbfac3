package io.gen4j.app.studio.runs;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gen4j.app.studio.http.Answer;
import io.gen4j.app.studio.http.ApiPaths;
import io.gen4j.app.studio.http.ApiRoutes;
import io.gen4j.app.table.CsvTable;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The API for the metrics of runs. Recently used runs stay in memory, so it reads only the new rows of a growing run.
 */
public final class MetricsApi {

    private static final int RUNS_IN_MEMORY = 24;

    private final RunsApi runs;
    private final long firstGeneration = System.currentTimeMillis();
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
            return size() > RUNS_IN_MEMORY;
        }
    };
    private long loads;

    public MetricsApi(RunsApi runs) {
        this.runs = runs;
    }

    /** Adds the route. */
    public void addTo(ApiRoutes routes) {
        routes.get(ApiPaths.ROOT + "/runs/{id}/metrics", this::metrics);
    }

    private record Entry(RunTables tables, long loaded) {}

    private record Numbers(
            @JsonUnwrapped CsvTable metrics, long total, long generation, CsvTable evaluation, CsvTable quality) {}

    private void metrics(Context context) throws IOException {
        MetricsQuery query = MetricsQuery.of(context);
        StoredRun run = runs.run(context);
        Entry entry = entry(run);
        Numbers answer;
        synchronized (entry) {
            RunTables tables = entry.tables();
            tables.refresh();
            answer = new Numbers(
                    tables.metrics(query),
                    tables.rows(),
                    firstGeneration + entry.loaded() + tables.generation(),
                    tables.evaluation(query),
                    tables.quality(query));
        }
        Answer.send(context, answer);
    }

    private synchronized Entry entry(StoredRun run) {
        return entries.computeIfAbsent(run.id(), id -> new Entry(new RunTables(run.directory()), 1000 * ++loads));
    }
}
