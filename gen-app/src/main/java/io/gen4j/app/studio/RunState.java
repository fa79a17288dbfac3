package io.gen4j.app.studio;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a run stands. */
enum RunState {
    /** A training is writing it. */
    RUNNING,
    /** It came to its last epoch. */
    FINISHED,
    /** It was ended before. */
    STOPPED,
    /** It was ended by an error. */
    FAILED;

    /** As the API writes it. */
    @JsonValue
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
