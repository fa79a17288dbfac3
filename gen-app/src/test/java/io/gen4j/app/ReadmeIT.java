package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gen4j.data.source.DataCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's program, compiled and run in a process and a directory of its own. */
class ReadmeIT {

    @Test
    @Tag("mnist")
    void theProgramTrainsAndDraws(@TempDir Path directory) throws IOException, InterruptedException {
        Path cache = DataCache.of(System.getenv()).folder("mnist").toAbsolutePath();
        assumeTrue(Files.isDirectory(cache), "MNIST is not in the cache: there is no " + cache);
        Documents.Program program =
                Documents.programs(Documents.ROOT.resolve("README.md")).get(0);
        assertEquals("", JavaProgram.run(program.name(), program.source(), directory));
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
