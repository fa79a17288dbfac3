package io.gen4j.app.studio.runs;

import com.fasterxml.jackson.databind.JsonNode;
import io.gen4j.run.RunDirectory;
import java.util.List;

/**
 * A run at one moment.
 *
 * @param id the directory's name
 * @param directory its path
 * @param record the content of {@code config.json}; a missing node if it has none
 * @param summary its state and figures
 * @param pictures of all epochs, in their order
 */
public record StoredRun(
        String id, RunDirectory directory, JsonNode record, RunSummary summary, List<Picture> pictures) {

    /** The settings, by name. */
    public JsonNode config() {
        return record.path("config");
    }
}
