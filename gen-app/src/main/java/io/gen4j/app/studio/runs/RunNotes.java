package io.gen4j.app.studio.runs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.app.table.RegularFile;
import io.gen4j.file.AtomicFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The user's notes about a run. The file is {@code notes.json} in the run's directory. Notes never change the run's
 * record.
 *
 * @param name for display, at most {@value #MAX_NAME} characters; empty for the directory's name
 * @param group that the run belongs to, at most {@value #MAX_NAME} characters; empty for none
 * @param text at most {@value #MAX_TEXT} characters
 */
public record RunNotes(String name, String group, String text) {

    /** Empty notes. */
    public static final RunNotes NONE = new RunNotes("", "", "");

    private static final String FILE = "notes.json";
    private static final int MAX_NAME = 100;
    private static final int MAX_TEXT = 10_000;
    private static final int MAX_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Replaces missing texts with empty ones. */
    public RunNotes {
        name = checked("name", name, MAX_NAME);
        group = checked("group", group, MAX_NAME);
        text = text == null ? "" : text.strip();
        requireLength("text", text, MAX_TEXT);
    }

    private static String checked(String what, @Nullable String value, int most) {
        String stripped = value == null ? "" : value.strip();
        requireLength(what, stripped, most);
        if (stripped.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + " has a control character or a line break: leave it out");
        }
        return stripped;
    }

    private static void requireLength(String what, String value, int most) {
        if (value.length() > most) {
            throw new IllegalArgumentException(
                    "%s has %d characters: it may have %d at most".formatted(what, value.length(), most));
        }
    }

    static Path file(Path run) {
        return run.resolve(FILE);
    }

    /** Reads the notes of a run; {@link #NONE} if there is no file. */
    static RunNotes read(Path run) throws IOException {
        try {
            RunNotes notes = JSON.readValue(RegularFile.read(file(run), MAX_BYTES), RunNotes.class);
            return notes == null ? NONE : notes;
        } catch (NoSuchFileException e) {
            return NONE;
        }
    }

    /** Writes the notes, and replaces older ones. */
    void write(Path run) throws IOException {
        if (FileStamp.of(file(run)).kind() == FileStamp.Kind.OTHER) {
            throw new IllegalArgumentException(FILE + " of the run is not a regular file: remove it");
        }
        AtomicFile.replace(
                file(run), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + System.lineSeparator());
    }
}
