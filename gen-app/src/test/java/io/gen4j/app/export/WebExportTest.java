package io.gen4j.app.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.app.CommandRun;
import io.gen4j.app.TrainedRuns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of {@code gen export --format web}, with a small substitute for the npm package. {@link WebPageIT} tests the
 * page itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebExportTest {

    private static final byte[] CODE = "code".getBytes(StandardCharsets.UTF_8);

    private Path directory;
    private Path npmPackage;

    @BeforeAll
    void train(@TempDir Path temporary) throws IOException {
        directory = temporary;
        TrainedRuns.train(directory);
        npmPackage = archive("good.tgz", "onnxruntime-web", "dist/ort-wasm-simd-threaded.wasm");
    }

    @Test
    void theDirectoryHoldsAllThatThePageNeeds() throws IOException {
        Path out = directory.resolve("site");
        assertEquals(0, export(out, npmPackage).exitCode());
        for (String name : new String[] {"index.html", "page.js", "generator.js", "picture.js", "style.css"}) {
            assertTrue(Files.size(out.resolve(name)) > 0, name);
        }
        assertArrayEquals(CODE, Files.readAllBytes(out.resolve("ort/ort.js")));
        assertArrayEquals(CODE, Files.readAllBytes(out.resolve("ort/ort-wasm-simd-threaded.wasm")));
        assertTrue(Files.size(out.resolve("model/model.onnx")) > 0);
        assertEquals(
                "cgan",
                new ObjectMapper()
                        .readTree(out.resolve("model/metadata.json").toFile())
                        .path("family")
                        .asText());
    }

    @Test
    void anInstalledPackageIsRead() throws IOException {
        Path installed = directory.resolve("installed");
        Files.createDirectories(installed.resolve("dist"));
        Files.write(installed.resolve("dist/ort.wasm.bundle.min.mjs"), CODE);
        Files.write(installed.resolve("dist/ort-wasm-simd-threaded.wasm"), CODE);
        Files.writeString(installed.resolve("package.json"), "{\"name\":\"onnxruntime-web\"}");
        CommandRun run = export(directory.resolve("from-installed"), installed);
        assertEquals(0, run.exitCode(), run.err());
    }

    @Test
    void mistakesAreNamed() throws IOException {
        Path out = directory.resolve("refused");
        assertRefused("npm pack onnxruntime-web", out, null);
        assertRefused("nosuch.tgz: there is no such file", out, directory.resolve("nosuch.tgz"));
        assertRefused(
                "is the package \"left-pad\"",
                out,
                archive("other.tgz", "left-pad", "dist/ort-wasm-simd-threaded.wasm"));
        assertRefused("has no dist/ort-wasm-simd-threaded.wasm", out, archive("part.tgz", "onnxruntime-web", "dist/x"));
        Path text = Files.writeString(directory.resolve("text.tgz"), "no archive");
        assertRefused("is no .tgz of npm's", out, text);
        Path cut = Files.write(directory.resolve("cut.tgz"), Arrays.copyOf(Files.readAllBytes(npmPackage), 60));
        assertRefused("is damaged", out, cut);
        assertRefused("not an empty directory", directory, npmPackage);
        assertTrue(Files.notExists(out), "nothing is written");
    }

    private void assertRefused(String named, Path out, Path runtime) {
        CommandRun run = export(out, runtime);
        assertEquals(2, run.exitCode(), run.err());
        assertTrue(run.err().contains(named), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }

    private CommandRun export(Path out, Path runtime) {
        String run = directory.resolve("cgan").toString();
        return runtime == null
                ? CommandRun.of("export", "--run", run, "--format", "web", "--out", out.toString())
                : CommandRun.of(
                        "export",
                        "--run",
                        run,
                        "--format",
                        "web",
                        "--out",
                        out.toString(),
                        "--runtime",
                        runtime.toString());
    }

    private Path archive(String file, String name, String wasm) throws IOException {
        Path archive = directory.resolve(file);
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
            add(tar, "package.json", ("{\"name\":\"" + name + "\"}").getBytes(StandardCharsets.UTF_8));
            add(tar, "dist/ort.wasm.bundle.min.mjs", CODE);
            add(tar, wasm, CODE);
        }
        return archive;
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry("package/" + name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
