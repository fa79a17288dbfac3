package io.gen4j.app.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.gen4j.ConditionalModel;
import io.gen4j.GenerativeModel;
import io.gen4j.Latents;
import io.gen4j.app.CommandRun;
import io.gen4j.app.TrainedRuns;
import io.gen4j.persist.ModelFile;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Tests of {@code gen export --format onnx}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnnxExportTest {

    private Path directory;

    @BeforeAll
    void train(@TempDir Path temporary) {
        directory = temporary;
        TrainedRuns.train(directory);
    }

    @Test
    void aResumedRunDrawsTheSameInOnnxRuntime() throws Exception {
        assertDone("resume", directory.resolve("cgan"), "--epochs", "2");
        Path out = directory.resolve("cgan-onnx");
        assertDone("export", "--run", directory.resolve("cgan"), "--format", "onnx", "--out", out);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (GenerativeModel model = ModelFile.load(directory.resolve("cgan").resolve("model.zip"));
                OrtSession session =
                        environment.createSession(out.resolve("generator.onnx").toString());
                INDArray latents = Latents.normal(64, 100, 1)) {
            int[] labels = new int[64];
            long[] indices = new long[64];
            for (int i = 0; i < 64; i++) {
                labels[i] = i % 10;
                indices[i] = i % 10;
            }
            try (OnnxTensor z = OnnxTensor.createTensor(
                            environment, FloatBuffer.wrap(latents.data().asFloat()), new long[] {64, 100});
                    OnnxTensor label = OnnxTensor.createTensor(environment, LongBuffer.wrap(indices), new long[] {64});
                    OrtSession.Result result = session.run(Map.of("z", z, "label", label))) {
                float[] expected = ((ConditionalModel) model)
                        .generate(latents, labels)
                        .data()
                        .asFloat();
                FloatBuffer actual = ((OnnxTensor) result.get(0)).getFloatBuffer();
                assertEquals(expected.length, actual.remaining());
                for (float value : expected) {
                    assertEquals(value, actual.get(), 1e-5f);
                }
            }
        }
    }

    @Test
    void aFileHoldsTheNetworkThatDraws() {
        Path file = directory.resolve("vae.onnx");
        CommandRun run = assertDone("export", "--run", directory.resolve("vae"), "--format", "onnx", "--out", file);
        assertTrue(Files.isRegularFile(file));
        assertTrue(run.out().contains("the encoder is left out"), run.out());
    }

    @Test
    void aDirectoryHoldsBothHalvesOfAnAutoencoder() {
        Path out = directory.resolve("vae-onnx");
        assertDone("export", "--run", directory.resolve("vae"), "--format", "onnx", "--out", out);
        assertTrue(Files.isRegularFile(out.resolve("decoder.onnx")));
        assertTrue(Files.isRegularFile(out.resolve("encoder.onnx")));
    }

    @Test
    void whatExistsStays() throws Exception {
        Path mine = Files.createDirectory(directory.resolve("mine"));
        Files.writeString(mine.resolve("notes.txt"), "mine");
        Path file = Files.writeString(directory.resolve("mine.onnx"), "mine");
        assertRefused("not an empty directory", "--out", mine);
        assertRefused("exists already", "--out", file);
        assertRefused("cannot be made", "--out", file.resolve("below"));
        assertRefused("--out must be given once", "--out", directory.resolve("a"), "--out", directory.resolve("b"));
        assertRefused("without PREFIX=", "--out", "G=" + directory.resolve("a"));
        assertEquals("mine", Files.readString(file));
    }

    private void assertRefused(String named, Object... out) {
        CommandRun run = run(Stream.concat(
                        Stream.of("export", "--run", directory.resolve("cgan"), "--format", "onnx"), Stream.of(out))
                .toArray());
        assertEquals(2, run.exitCode(), run.err());
        assertTrue(run.err().contains(named), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }

    private static CommandRun assertDone(Object... arguments) {
        CommandRun run = run(arguments);
        assertEquals(0, run.exitCode(), run.err());
        return run;
    }

    private static CommandRun run(Object... arguments) {
        return CommandRun.of(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    }
}
