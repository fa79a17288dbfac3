package io.gen4j.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** What the user reads when data is bad: one line that names it. */
public final class Messages {

    private Messages() {}

    public static void assertOneLine(String message, Object... parts) {
        assertEquals(1, message.lines().count(), message);
        for (Object part : parts) {
            assertTrue(message.contains(part.toString()), "\"" + part + "\" is not in: " + message);
        }
    }

    /** Expects this very type of exception, with a message of one line that has all these parts. */
    public static void assertFails(Class<? extends Exception> type, Executable action, Object... parts) {
        Exception exception = assertThrows(type, action);
        assertEquals(type, exception.getClass());
        assertOneLine(exception.getMessage(), parts);
    }
}
