package io.gen4j.app.studio.runs;

import io.gen4j.app.studio.http.AccessRules;
import io.gen4j.app.studio.http.Answer;
import io.gen4j.app.studio.http.ApiPaths;
import io.gen4j.app.studio.http.ApiRoutes;
import io.gen4j.app.studio.http.ConflictException;
import io.gen4j.app.studio.http.JsonBody;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;

/** The API to manage runs: it changes their notes, and moves runs to and from the trash. */
public final class ManageApi {

    private final RunsApi runs;
    private final TrashCan trash;
    private final AccessRules rules;

    public ManageApi(RunCatalog catalog, RunsApi runs, AccessRules rules) {
        this.runs = runs;
        this.trash = new TrashCan(catalog.directory(), "run");
        this.rules = rules;
    }

    /** Adds the routes. */
    public void addTo(ApiRoutes routes) {
        routes.get(ApiPaths.ROOT + "/runs/{id}/notes", this::notes);
        routes.put(ApiPaths.ROOT + "/runs/{id}/notes", this::write);
        routes.delete(ApiPaths.ROOT + "/runs/{id}", this::delete);
        routes.get(ApiPaths.ROOT + "/trash", context -> Answer.send(context, new Trash(trash.names())));
        routes.post(ApiPaths.ROOT + "/trash/{id}/restore", this::restore);
    }

    private record Trash(List<String> runs) {}

    private record Moved(String id) {}

    private void notes(Context context) throws IOException {
        Answer.send(context, notesOf(runs.run(context)));
    }

    private static RunNotes notesOf(StoredRun run) {
        RunSummary summary = run.summary();
        return new RunNotes(summary.name(), summary.group(), summary.note());
    }

    private void write(Context context) throws IOException {
        StoredRun run = runs.run(context);
        RunNotes notes = JsonBody.read(context, RunNotes.class);
        notes.write(run.directory().path());
        Answer.send(context, notes);
    }

    private void delete(Context context) throws IOException {
        StoredRun run = runs.run(context);
        if (run.summary().state().equals("running")) {
            throw new ConflictException("the run is being trained: stop it first");
        }
        Answer.send(context, new Moved(trash.put(run.directory().path())));
    }

    private void restore(Context context) throws IOException {
        rules.requireChanges();
        Answer.send(context, new Moved(trash.restore(context.pathParam("id"))));
    }
}
