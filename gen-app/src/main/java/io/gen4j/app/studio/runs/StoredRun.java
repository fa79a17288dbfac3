package io.gen4j.app.studio.runs;

import com.fasterxml.jackson.databind.JsonNode;
import io.gen4j.run.RunDirectory;
import java.util.List;

/**
 * A run at one moment.
 *
 * @param id the directory's name
 * @param directory where it lies
 * @param record what {@code config.json} holds; a missing node if nothing
 * @param summary how it stands
 * @param pictures of all epochs, in their order
 */
public record StoredRun(
        String id, RunDirectory directory, JsonNode record, RunSummary summary, List<Picture> pictures) {

    /** The settings, by name. */
    public JsonNode config() {
        return record.path("config");
    }
}
