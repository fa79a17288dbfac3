package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gen4j.data.DataCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's program, compiled and run in a process and a directory of its own. */
class ReadmeTest {

    private static final Pattern PROGRAM = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

    @Test
    @Tag("mnist")
    void theProgramTrainsAndDraws(@TempDir Path directory) throws IOException, InterruptedException {
        Path cache = DataCache.of(System.getenv()).folder("mnist").toAbsolutePath();
        assumeTrue(Files.isDirectory(cache), "MNIST is not in the cache: there is no " + cache);
        Matcher program = PROGRAM.matcher(Files.readString(Path.of("..", "README.md")));
        assertTrue(program.find());
        Path source = Files.writeString(directory.resolve("Digits.java"), program.group(1));
        String classPath = System.getProperty("java.class.path");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertEquals(
                0, compiler.run(null, null, null, "-cp", classPath, "-d", directory.toString(), source.toString()));
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        directory + System.getProperty("path.separator") + classPath,
                        "Digits"))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        assertEquals(0, process.waitFor(), Files.readString(directory.resolve("log")));
        assertEquals(
                8 * 30 - 2,
                ImageIO.read(directory.resolve("digits.png").toFile()).getWidth());
        assertEquals(
                0,
                CommandRun.of(
                                "sample",
                                "--run",
                                directory.resolve("vae.zip").toString(),
                                "--out",
                                directory.resolve("again.png").toString())
                        .exitCode());
    }
}
