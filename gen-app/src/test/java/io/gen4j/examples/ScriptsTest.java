package io.gen4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.junit.jupiter.api.Test;

/** The start-up script for JShell, and the notebook's cells without the kernel's own commands, run by JShell. */
class ScriptsTest {

    private static final Path EXAMPLES = Path.of("..", "examples");

    @Test
    void theStartUpScriptRunsAndWhatItSuggestsWorks() throws IOException {
        String script = Files.readString(EXAMPLES.resolve("jshell/gen4j.jsh"));
        Session session = run(List.of(
                script,
                "var digits = SyntheticDigits.draw(200, 1);",
                "var vae = Vae.builder().epochs(1).build();",
                "vae.fit(digits);",
                "vae.grid(vae.sample(64), 8)"));
        assertEquals(List.of(), session.problems());
        assertTrue(session.values().get(session.values().size() - 1).startsWith("BufferedImage"), session.toString());
        assertTrue(session.output().contains("Try: var digits"), session.output());
    }

    @Test
    void theNotebooksCellsRun() throws IOException {
        JsonNode notebook = new ObjectMapper()
                .readTree(EXAMPLES.resolve("notebook/digits.ipynb").toFile());
        List<String> cells = new ArrayList<>();
        for (JsonNode cell : notebook.path("cells")) {
            if (cell.path("cell_type").asText().equals("code")) {
                StringBuilder source = new StringBuilder();
                cell.path("source").forEach(line -> source.append(line.asText()));
                cells.add(source.toString().replaceAll("(?m)^%.*$", ""));
            }
        }
        Session session = run(cells);
        assertEquals(List.of(), session.problems());
        assertTrue(session.output().contains("epoch 2: loss_nats"), session.output());
        assertEquals(
                2,
                session.values().stream()
                        .filter(value -> value.startsWith("BufferedImage"))
                        .count());
    }

    private record Session(List<String> problems, List<String> values, String output) {}

    private static Session run(List<String> sources) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        List<String> problems = new ArrayList<>();
        List<String> values = new ArrayList<>();
        try (PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
                JShell shell = JShell.builder()
                        .out(stream)
                        .err(stream)
                        .remoteVMOptions("-Xmx1g", "-Djava.awt.headless=true")
                        .build()) {
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                shell.addToClasspath(entry);
            }
            for (String source : sources) {
                String rest = source;
                while (!rest.isBlank()) {
                    CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
                    String snippet = next.source() == null ? rest : next.source();
                    rest = next.source() == null ? "" : next.remaining();
                    shell.eval(snippet).forEach(event -> note(shell, event, problems, values));
                }
            }
        }
        return new Session(problems, values, output.toString(StandardCharsets.UTF_8));
    }

    private static void note(JShell shell, SnippetEvent event, List<String> problems, List<String> values) {
        if (event.status() == Status.REJECTED || event.exception() != null) {
            problems.add(event.snippet().source() + ": " + event.exception()
                    + shell.diagnostics(event.snippet())
                            .map(problem -> problem.getMessage(null))
                            .toList());
        } else if (event.value() != null) {
            values.add(event.value());
        }
    }
}
