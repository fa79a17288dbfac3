package io.gen4j.app.studio.workshop.data;

import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** Recognises a disk without room, of which Java says no more than the system's words. */
public final class FullDisk {

    /** The line for people. */
    public static final String MESSAGE = "the disk of the studio is full: free some room, then try again";

    private FullDisk() {}

    /** Whether a write failed since there is no room. */
    public static boolean isCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (cause instanceof IOException
                    && (message.contains("no space left")
                            || message.contains("not enough space")
                            || message.contains("quota exceeded"))) {
                return true;
            }
        }
        return false;
    }

    /** The answer 507. */
    public static HttpResponseException response() {
        return new HttpResponseException(HttpStatus.INSUFFICIENT_STORAGE, MESSAGE, Map.of());
    }
}
