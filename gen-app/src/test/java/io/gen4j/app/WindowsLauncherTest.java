package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What can be known of gen.cmd without Windows: the traps of its interpreter that a reader can see. */
class WindowsLauncherTest {

    private static final Pattern JUMP = Pattern.compile("(?:goto|call) +:?(\\w+)");
    private static final Pattern PATH = Pattern.compile("%GEN_(?:HOME|JAR|LOG)%");

    private final List<String> lines;

    WindowsLauncherTest() throws IOException {
        lines = Files.readString(Path.of("../gen.cmd"), StandardCharsets.US_ASCII)
                .lines()
                .toList();
    }

    @Test
    void endsItsLinesAsWindowsDoes() throws IOException {
        assertTrue(Files.readString(Path.of("../.gitattributes")).contains("*.cmd text eol=crlf"));
    }

    @Test
    void jumpsToLabelsThatExist() {
        Set<String> labels = new TreeSet<>();
        Set<String> jumps = new TreeSet<>();
        for (String line : lines) {
            if (line.startsWith(":")) {
                labels.add(line.substring(1).strip());
            }
            Matcher jump = JUMP.matcher(line.startsWith("rem ") ? "" : line);
            while (jump.find()) {
                jumps.add(jump.group(1));
            }
        }
        jumps.remove("mvn");
        assertEquals(labels, jumps);
    }

    /** Spaces, ampersands and parentheses in the clone's path are harmless between quotes, outside of blocks. */
    @Test
    void quotesEveryPath() {
        for (String line : lines) {
            Matcher path = PATH.matcher(line);
            while (path.find()) {
                long quotes = line.substring(0, path.start())
                        .chars()
                        .filter(c -> c == '"')
                        .count();
                assertEquals(1, quotes % 2, line);
            }
            assertTrue(!line.strip().endsWith("(") || !line.contains("%GEN_"), line);
        }
        assertTrue(lines.stream().noneMatch(line -> line.strip().equals(")")), "a block, which a path could end");
    }

    /** Without /l, brackets are a class of characters. */
    @Test
    void searchesForTextAndNotForAPattern() {
        lines.stream()
                .filter(line -> line.startsWith("findstr"))
                .forEach(line -> assertTrue(line.contains(" /l ") && line.contains("/c:"), line));
    }
}
