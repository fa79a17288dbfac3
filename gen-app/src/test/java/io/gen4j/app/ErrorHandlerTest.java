package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.file.InvalidDataException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ErrorHandlerTest {

    /** Sets the colour, clears the screen, writes the title, goes back to the start of the line, reverses the text. */
    private static final String NASTY = "\u001b[31m\u001b[2J\u001b]0;title\u0007\r\u009b1m\u202ex\0";

    private final StringWriter printed = new StringWriter();
    private final CommandLine command =
            new CommandLine(CommandSpec.create().name("gen")).setErr(new PrintWriter(printed));

    @Test
    void noFailureWritesControlCharacters() {
        List<Exception> failures = List.of(
                new InvalidDataException("a.npy: header is " + NASTY),
                new IllegalArgumentException("label " + NASTY),
                new IllegalStateException(NASTY),
                new FileSystemException(NASTY, null, NASTY),
                new NotDirectoryException(NASTY));
        for (Exception failure : failures) {
            new ErrorHandler().failure(failure, command, false);
            assertOneCleanLine();
        }
        new ErrorHandler().failure(failures.get(0), command, true);
        new ErrorHandler().misuse(new CommandLine.ParameterException(command, "unknown " + NASTY), new String[0]);
        new ErrorHandler().warn(command, "extension " + NASTY);
        new ErrorHandler().outOfMemory(new OutOfMemoryError(NASTY), command, false);
        new ErrorHandler().unloadable(new UnsatisfiedLinkError(NASTY), command, false);
        assertTrue(printed.toString().codePoints().noneMatch(each -> each != '\n' && Character.isISOControl(each)));
    }

    @Test
    void aLongMessageIsCut() {
        new ErrorHandler().failure(new InvalidDataException("\u001b".repeat(1_000_000)), command, false);
        assertTrue(
                printed.toString().length() < 30_000,
                "length " + printed.toString().length());
        assertOneCleanLine();
    }

    @Test
    void aFileInPlaceOfADirectoryIsNamed() {
        assertEquals(2, new ErrorHandler().failure(new NotDirectoryException("notes.txt"), command, false));
        assertEquals("gen: notes.txt: is not a directory", printed.toString().strip());
    }

    private void assertOneCleanLine() {
        String line = printed.toString();
        printed.getBuffer().setLength(0);
        assertTrue(line.startsWith("gen: ") && line.endsWith(System.lineSeparator()), line);
        assertFalse(line.strip().codePoints().anyMatch(Character::isISOControl), line);
        assertFalse(line.contains("\u202e"), line);
    }
}
