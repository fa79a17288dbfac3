package io.gen4j.app.studio.workshop.data;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An upload at one moment, for the API.
 *
 * @param id its name in the API
 * @param name of the data set that it becomes
 * @param state of the upload
 * @param files that have come
 * @param bytes that have come
 * @param share of the reading that is done, 0 to 1
 * @param dataset that it has become; null before
 * @param problem the reason of a failure; null if there is none
 */
public record Upload(
        String id,
        String name,
        State state,
        int files,
        long bytes,
        double share,
        @Nullable String dataset,
        @Nullable String problem) {

    /** The state of an upload. */
    public enum State {
        /** Files can come. */
        OPEN,
        /** Its pictures are read and copied. */
        READING,
        /** It has become a data set. */
        FINISHED,
        /** It has failed or was cancelled; nothing is left of it. */
        FAILED;

        /** The name in the API. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
