package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages of all modules: small, and without cycles. Links in Javadoc count, examples of code in it do not. */
class PackagesTest {

    private static final int MOST_FILES = 30;
    private static final Pattern EXAMPLE = Pattern.compile("<pre>.*?</pre>", Pattern.DOTALL);
    private static final Pattern REFERENCE = Pattern.compile("\\b(io\\.gen4j(?:\\.[a-z]\\w*)*)\\.[A-Z]");

    private final Map<String, Integer> files = new TreeMap<>();
    private final Map<String, Set<String>> uses = new TreeMap<>();

    PackagesTest() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path module : modules.filter(this::isModule).toList()) {
                read(module.resolve("src/main/java"));
            }
        }
    }

    private boolean isModule(Path folder) {
        return folder.getFileName().toString().startsWith("gen-") && Files.isDirectory(folder.resolve("src/main/java"));
    }

    private void read(Path sources) throws IOException {
        try (Stream<Path> all = Files.walk(sources)) {
            for (Path file :
                    all.filter(each -> each.toString().endsWith(".java")).toList()) {
                String name = sources.relativize(file.getParent())
                        .toString()
                        .replace('/', '.')
                        .replace('\\', '.');
                files.merge(name, 1, Integer::sum);
                Set<String> used = uses.computeIfAbsent(name, each -> new TreeSet<>());
                Matcher references = REFERENCE.matcher(
                        EXAMPLE.matcher(Files.readString(file)).replaceAll(""));
                while (references.find()) {
                    used.add(references.group(1));
                }
                used.remove(name);
            }
        }
    }

    @Test
    void haveFewFiles() {
        assertTrue(files.size() > MOST_FILES, "all modules are read: " + files.keySet());
        files.forEach((name, count) -> assertTrue(count <= MOST_FILES, name + " has " + count + " files"));
    }

    /** Takes away what uses nothing that is left, again and again; a cycle remains. */
    @Test
    void haveNoCycles() {
        Map<String, Set<String>> left = new TreeMap<>(uses);
        boolean removed = true;
        while (removed) {
            removed = left.entrySet().removeIf(each -> each.getValue().stream().noneMatch(left::containsKey));
        }
        assertEquals(Map.of(), left, "packages that use each other, or use such");
    }
}
