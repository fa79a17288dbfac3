package io.gen4j.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's pages in Markdown. */
final class Documents {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern JAVA = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern JAVADOC = Pattern.compile("<pre>\\{@code\\R(.*?)\\R \\* }</pre>", Pattern.DOTALL);
    private static final Pattern CLASS_NAME = Pattern.compile("public class (\\w+)");

    private Documents() {}

    /** A Java program on a page. */
    record Program(String name, String source) {}

    /** The README and its like, and everything in docs/. */
    static List<Path> all() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> examples = Files.walk(ROOT.resolve("examples"))) {
            return Stream.of(top, docs, examples)
                    .flatMap(files -> files)
                    .filter(file -> file.getFileName().toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    /** The comments of the packages, which hold programs too. */
    static List<Path> packages() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(Documents::walk)
                    .filter(file -> file.endsWith("package-info.java"))
                    .sorted()
                    .toList();
        }
    }

    private static Stream<Path> walk(Path folder) {
        try {
            return Files.walk(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Program> programs(Path page) {
        boolean isComment = page.endsWith("package-info.java");
        return (isComment ? JAVADOC : JAVA)
                .matcher(read(page))
                .results()
                .map(block -> isComment ? block.group(1).replaceAll("(?m)^ \\* ?", "") : block.group(1))
                .map(source -> new Program(className(page, source), source))
                .toList();
    }

    private static String className(Path page, String source) {
        Matcher name = CLASS_NAME.matcher(source);
        if (!name.find()) {
            throw new IllegalStateException(page + " has Java without a public class: make it a program that runs");
        }
        return name.group(1);
    }
}
