package io.gen4j.app.studio.workshop.training;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A training of the queue in the API.
 *
 * @param id its name in the API
 * @param state waiting, running, stopping, finished, stopped, failed or cancelled
 * @param kind train or resume
 * @param run the name of its run; null before it starts
 * @param dataset the id of its data; null for a resumed run
 * @param model the name of the family
 * @param preset its settings start from; null if there is none
 * @param settings as they were asked for
 * @param epochs in all; 0 if a resumed run keeps its own
 * @param command the line for a terminal
 * @param created in UTC
 * @param started in UTC; null before
 * @param ended in UTC; null before
 * @param place in the queue, 1 for the next one; null unless it waits
 * @param problem why it failed; null if it did not
 */
public record Training(
        String id,
        String state,
        String kind,
        @Nullable String run,
        @Nullable String dataset,
        String model,
        @Nullable String preset,
        JsonNode settings,
        int epochs,
        String command,
        String created,
        @Nullable String started,
        @Nullable String ended,
        @Nullable Integer place,
        @Nullable String problem) {

    static Training of(TrainingRecord record, @Nullable Integer place) {
        return new Training(
                record.id(),
                record.state().label(),
                record.kind(),
                record.run(),
                record.dataset(),
                record.model(),
                record.preset(),
                record.settings(),
                record.epochs(),
                record.command(),
                record.created(),
                record.started(),
                record.ended(),
                place,
                record.problem());
    }
}
