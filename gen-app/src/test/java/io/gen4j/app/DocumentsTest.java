package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the pages show works: their programs run, their commands are understood, their links lead somewhere. */
class DocumentsTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");
    private static final Pattern COMMAND = Pattern.compile("(?m)(?:^ {4}|`|^\\| `)\\./gen ([^`\\n#]*)");
    private static final Pattern CLASS = Pattern.compile("[ `(]([A-Z][a-z]\\w+)[.`(]");
    /** Classes in the API page that are Java's or ND4J's. */
    private static final Set<String> NOT_OURS = Set.of("Map", "Nd4j");

    private static final Pattern PACKAGE_ROW = Pattern.compile("(?m)^\\|[^|]*\\| `(io\\.gen4j[a-z.]*)` \\| (.*) \\|$");
    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("(?m)^public [a-z -]*@?(?:class|interface|record|enum) (\\w+)");
    /** Programs, indented commands and rows of tables. */
    private static final Pattern NOT_PROSE = Pattern.compile("(?ms)```.*?```|^ {4}.*?$|^\\|.*?$");

    private static final Pattern PARAGRAPH_END = Pattern.compile("\\R\\s*\\R|\\R(?=\\s*(?:[-*#]|\\d+\\.) )");
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?:])\\**\\s+");
    private static final int MOST_WORDS = 30;

    private static final Pattern CODE = Pattern.compile("```.*?```", Pattern.DOTALL);

    static List<Path> guides() throws IOException {
        return Stream.concat(Documents.all().stream(), Documents.packages().stream())
                .filter(page -> !page.endsWith("README.md"))
                .filter(page -> !Documents.programs(page).isEmpty())
                .toList();
    }

    static List<Path> pages() throws IOException {
        return Documents.all();
    }

    @ParameterizedTest
    @MethodSource("guides")
    void programsRun(Path page, @TempDir Path directory) throws IOException, InterruptedException {
        for (Documents.Program program : Documents.programs(page)) {
            assertEquals("", JavaProgram.run(program.name(), program.source(), directory), page.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Path page) {
        List<String> broken = LINK.matcher(CODE.matcher(Documents.read(page)).replaceAll(""))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .filter(link -> !exists(page, link))
                .toList();
        assertEquals(List.of(), broken, page.toString());
    }

    private static boolean exists(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    /** As forges make them: lower case, no punctuation, hyphens for spaces. */
    private static Set<String> anchors(Path page) {
        return HEADING.matcher(Documents.read(page))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** The rule is 25 words; the test forgives a few more. */
    @ParameterizedTest
    @MethodSource("pages")
    void sentencesAreShort(Path page) {
        String prose =
                NOT_PROSE.matcher(Documents.read(page)).replaceAll("\n\n").replaceAll("`[^`]*`", "code");
        List<String> tooLong = PARAGRAPH_END
                .splitAsStream(LINK.matcher(prose).replaceAll("]"))
                .flatMap(SENTENCE_END::splitAsStream)
                .map(sentence -> sentence.strip().replaceAll("\\s+", " "))
                .filter(sentence -> sentence.split(" ").length > MOST_WORDS)
                .toList();
        assertEquals(List.of(), tooLong, page.toString());
    }

    @Test
    void commandsAreUnderstood() throws IOException {
        List<String> refused = new ArrayList<>();
        int understood = 0;
        for (Path page : Documents.all()) {
            for (String arguments : commands(page)) {
                try {
                    CommandLine commandLine = Gen.commandLine(System.getenv());
                    commandLine.parseArgs(arguments.strip().split("\\s+"));
                    understood++;
                } catch (ParameterException e) {
                    refused.add(page.getFileName() + ": ./gen " + arguments + ": " + e.getMessage());
                }
            }
        }
        assertEquals(List.of(), refused);
        assertTrue(understood > 10, "too few commands found: " + understood);
    }

    private static List<String> commands(Path page) {
        return COMMAND.matcher(Documents.read(page))
                .results()
                .map(command -> command.group(1).replaceAll("\\).*", "").strip())
                .filter(command -> !command.isEmpty() && !command.contains("…"))
                // The launcher's own verb: it calls a script, and not the program.
                .filter(command -> !command.matches("test\\b.*"))
                .toList();
    }

    /** A class that was renamed is found here. */
    @Test
    void classesOfTheApiExist() throws IOException {
        Set<String> classes;
        try (Stream<Path> files = Files.walk(Documents.ROOT)) {
            classes = files.filter(file -> file.toString().contains("/src/main/java/"))
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        List<String> missing = CLASS.matcher(Documents.read(Documents.ROOT.resolve("docs/api.md")))
                .results()
                .map(name -> name.group(1))
                .filter(name -> !NOT_OURS.contains(name) && !classes.contains(name))
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void everyPublicTypeOfTheLibrariesIsListed() throws IOException {
        Map<String, Set<String>> listed = new TreeMap<>();
        PACKAGE_ROW
                .matcher(Documents.read(Documents.ROOT.resolve("docs/api.md")))
                .results()
                .forEach(row -> listed.put(
                        row.group(1),
                        new TreeSet<>(List.of(row.group(2).replace("`", "").split(", ")))));
        Map<String, Set<String>> types = new TreeMap<>();
        try (Stream<Path> modules = Files.list(Documents.ROOT)) {
            for (Path module : modules.filter(DocumentsTest::isLibrary).toList()) {
                addPublicTypes(module.resolve("src/main/java"), types);
            }
        }
        assertEquals(types, listed);
    }

    private static boolean isLibrary(Path directory) {
        String name = directory.getFileName().toString();
        return name.startsWith("gen-")
                && !name.equals("gen-app")
                && Files.isDirectory(directory.resolve("src/main/java"));
    }

    private static void addPublicTypes(Path sources, Map<String, Set<String>> types) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                boolean isInternal = file.getParent().endsWith("internal");
                if (file.toString().endsWith(".java") && !isInternal) {
                    String name = sources.relativize(file.getParent()).toString();
                    PUBLIC_TYPE
                            .matcher(Documents.read(file))
                            .results()
                            .forEach(type -> types.computeIfAbsent(
                                            name.replace(file.getFileSystem().getSeparator(), "."),
                                            key -> new TreeSet<>())
                                    .add(type.group(1)));
                }
            }
        }
    }

    @Test
    void everyGuideIsLinkedFromTheReadme() throws IOException {
        String readme = Documents.read(Documents.ROOT.resolve("README.md"));
        for (Path page : Documents.all()) {
            if (page.getParent().endsWith("docs")) {
                assertFalse(!readme.contains("docs/" + page.getFileName()), page + " is linked from nowhere");
            }
        }
    }
}
