package io.gen4j.app.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TokenOptionTest {

    private static final String TOKEN = "0123456789abcdef";

    @TempDir
    private Path directory;

    private static TokenOption parse(String... options) {
        TokenOption option = new TokenOption();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("token", CommandLine.Model.CommandSpec.forAnnotatedObject(option)))
                .parseArgs(options);
        return option;
    }

    @Test
    void theEnvironmentMayNameIt() throws IOException {
        assertEquals(TOKEN, parse().token(Map.of("GEN_STUDIO_TOKEN", TOKEN + "\n")));
        assertNull(parse().token(Map.of()));
        assertNull(parse().token(Map.of("GEN_STUDIO_TOKEN", " ")), "an empty variable is none");
    }

    @Test
    void aFileMayHoldIt() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), TOKEN + "\r\nanother line\n");
        TokenOption option = parse("--token-file", file.toString());
        assertEquals(TOKEN, option.token(Map.of("GEN_STUDIO_TOKEN", "of the environment")), "the option goes first");
    }

    @Test
    void theOptionGoesBeforeTheEnvironment() throws IOException {
        assertEquals(TOKEN, parse("--token", TOKEN).token(Map.of("GEN_STUDIO_TOKEN", "of the environment")));
    }

    @Test
    void whatHoldsNoneIsRefused() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty"), "\n" + TOKEN);
        assertRefused("first line is empty", "--token-file", empty.toString());
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertRefused("no UTF-8 text", "--token-file", binary.toString());
        assertRefused("leave one out", "--token", TOKEN, "--token-file", empty.toString());
        assertThrows(
                NoSuchFileException.class,
                () -> parse("--token-file", directory.resolve("none").toString())
                        .token(Map.of()));
    }

    private static void assertRefused(String reason, String... options) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> parse(options).token(Map.of()))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }
}
