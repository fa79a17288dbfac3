package io.gen4j.app.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.GenerativeModel;
import io.gen4j.app.CommandRun;
import io.gen4j.persist.ModelFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A check of the script in a model card: the same latents give the same images as {@code gen sample}. The Python in
 * {@code $GEN4J_PYTHON} runs it, and needs torch and safetensors.
 */
class ModelCardScriptCheck {

    private static final Pattern SCRIPT = Pattern.compile("(?s)```python\n(.*?)```");

    /** Prints the images of the latents. The script's own output stays unchanged. */
    private static final String COMPARE = """

        import struct
        def flat(tensor):
            return [float(x) for x in tensor.flatten()]
        torch.manual_seed(1)
        z = torch.randn(16, settings["latent"])
        extra = (torch.arange(16) % len(labels),) if CONDITIONAL else ()
        with torch.no_grad():
            images = model.generate(z, *extra)
        for name, tensor in (("z.bin", z), ("images.bin", images)):
            with open(name, "wb") as file:
                file.write(struct.pack(f"<{tensor.numel()}f", *flat(tensor)))
        """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ae --hidden 8",
                "vae --hidden 8",
                "vae --hidden 8 --layers 2 --activation tanh --output gaussian",
                "gan --hidden 8",
                "cgan --hidden 8",
                "dcgan --features 4",
                "dcgan --features 4 --conditional"
            })
    void drawsTheSameImages(String model, @TempDir Path directory) throws Exception {
        String python = System.getenv("GEN4J_PYTHON");
        assertNotNull(python, "set GEN4J_PYTHON to a Python that has PyTorch");
        Path run = directory.resolve("run");
        Path hub = directory.resolve("hub");
        assertDone(Stream.concat(
                Stream.of("train"),
                Stream.concat(
                        Stream.of(model.split(" ")),
                        Stream.of("--epochs", "1", "--data", "synthetic", "--limit", "64", "--out", run.toString()))));
        assertDone(Stream.of("export", "--run", run.toString(), "--format", "hub", "--out", hub.toString()));
        Matcher script = SCRIPT.matcher(Files.readString(hub.resolve("README.md")));
        assertTrue(script.find());
        boolean conditional = model.contains("cgan --hidden") || model.contains("--conditional");
        Path file = Files.writeString(
                hub.resolve("load.py"),
                script.group(1) + COMPARE.replace("CONDITIONAL", conditional ? "True" : "False"));
        Process process = new ProcessBuilder(python, file.getFileName().toString())
                .directory(hub.toFile())
                .redirectErrorStream(true)
                .redirectOutput(hub.resolve("log").toFile())
                .start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), Files.readString(hub.resolve("log")));
        assertSame(run, hub);
    }

    private static void assertSame(Path run, Path hub) throws IOException {
        float[] z = floats(hub.resolve("z.bin"));
        float[] expected = floats(hub.resolve("images.bin"));
        try (GenerativeModel model = ModelFile.load(run.resolve("model.zip"));
                INDArray latents = Nd4j.createFromArray(z).reshape(16, z.length / 16);
                INDArray images = model.generate(latents)) {
            float[] actual = images.data().asFloat();
            assertEquals(expected.length, actual.length);
            for (int i = 0; i < actual.length; i++) {
                assertEquals(expected[i], actual[i], 1e-5f, "pixel " + i);
            }
        }
    }

    private static float[] floats(Path file) throws IOException {
        FloatBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    private static void assertDone(Stream<String> arguments) {
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertEquals(0, run.exitCode(), run.err());
    }
}
