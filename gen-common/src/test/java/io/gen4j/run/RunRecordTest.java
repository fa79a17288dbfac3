package io.gen4j.run;

import static io.gen4j.file.Messages.assertFails;

import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {

    private static final String START = "{\"family\": \"gan\", \"config\": {}, \"more\": ";

    @TempDir
    private Path folder;

    @Test
    void refusesARecordThatIsTooDeep() throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), START + "[".repeat(100) + "]".repeat(100) + "}");
        assertFails(InvalidDataException.class, () -> RunRecord.read(file), file, "64");
    }

    @Test
    void refusesARecordThatIsTooLong() throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), START + "\"" + " ".repeat(1 << 24) + "\"}");
        assertFails(InvalidDataException.class, () -> RunRecord.read(file), file, "more than 16777216 bytes");
    }
}
