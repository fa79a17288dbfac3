package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.interop.NpyFile;
import io.gen4j.interop.SafetensorsFile;
import io.gen4j.interop.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** {@code gen export} and {@code gen import}, on a small GAN. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WeightsTest {

    private Path directory;
    private Path gan;
    private Path weights;

    @BeforeAll
    void trainAndExport(@TempDir Path temporary) {
        directory = temporary;
        gan = directory.resolve("gan");
        weights = directory.resolve("gan.safetensors");
        assertDone("train gan --hidden 8 --latent 4 --epochs 1 --data synthetic --limit 64 --out", gan);
        assertDone("export --run", gan, "--out", weights);
    }

    @Test
    void importedWeightsGiveTheSameBytesAndImages() throws IOException {
        Path run = directory.resolve("imported");
        Path again = directory.resolve("again.safetensors");
        assertDone("import gan --hidden 8 --latent 4 --weights", weights, "--out", run);
        assertDone("export --run", run, "--out", again);
        assertArrayEquals(Files.readAllBytes(weights), Files.readAllBytes(again));
        Path latents = directory.resolve("z.npy");
        NpyFile.write(latents, Nd4j.createFromArray(new float[][] {{1, -1, 0.5f, 2}, {0, 0, 0, 1}}));
        assertDone("sample --latents", latents, "--run", gan, "--out", directory.resolve("a.npy"));
        assertDone("sample --latents", latents, "--run", run, "--out", directory.resolve("b.npy"));
        assertArrayEquals(
                Files.readAllBytes(directory.resolve("a.npy")), Files.readAllBytes(directory.resolve("b.npy")));
        JsonNode record = new ObjectMapper().readTree(run.resolve("config.json").toFile());
        assertEquals(8, record.at("/config/hidden").asInt());
        assertEquals(weights.toString(), record.at("/weights/0/file").asText());
        assertEquals(64, record.at("/weights/0/sha256").asText().length());
    }

    @Test
    void eachNetworkMayHaveAFileOfItsOwn() throws IOException {
        Path g = directory.resolve("G.safetensors");
        Path d = directory.resolve("D.safetensors");
        Path both = directory.resolve("both");
        assertDone("export --run", gan, "--out", "G=" + g, "--out", "D=" + d);
        assertEquals(
                new TreeSet<>(List.of("0.bias", "0.weight", "2.bias", "2.weight", "4.bias", "4.weight")),
                new TreeSet<>(SafetensorsFile.read(d).tensors().keySet()));
        assertDone("import gan --hidden 8 --latent 4 --weights", "D=" + d, "--weights", "G=" + g, "--out", both);
        Path joined = directory.resolve("joined.safetensors");
        assertDone("export --run", both, "--out", joined);
        assertArrayEquals(Files.readAllBytes(weights), Files.readAllBytes(joined));

        Path alone = directory.resolve("alone");
        Path exported = directory.resolve("alone.safetensors");
        assertDone("import gan --hidden 8 --latent 4 --weights", "G=" + g, "--out", alone);
        CommandRun run = run("export --run", alone, "--out", exported);
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("no discriminator"), run.out());
        assertTrue(SafetensorsFile.read(exported).tensors().keySet().stream().allMatch(name -> name.startsWith("G.")));
    }

    @Test
    void whatExistsStays() throws IOException {
        Path mine = Files.writeString(directory.resolve("mine.safetensors"), "mine");
        assertRefused("exists already", "export --run", gan, "--out", directory.resolve("x"), "--out", mine);
        assertEquals("mine", Files.readString(mine));
        assertTrue(Files.notExists(directory.resolve("x")), "nothing is written");
        assertRefused("not an empty directory", "import gan --hidden 8 --latent 4 --weights", weights, "--out", gan);
    }

    @Test
    void mistakesAreNamed() throws IOException {
        Path out = directory.resolve("refused");
        String start = "import gan --hidden 8 --latent 4 --weights";
        assertRefused("nosuch.safetensors", start, "nosuch.safetensors", "--out", out);
        assertRefused(
                "\"G.0.weight\" is F32 [8, 4]: expected F32 [9, 4]",
                "import gan --hidden 9 --latent 4 --weights",
                weights,
                "--out",
                out);
        assertRefused("in another file too", start, weights, "--weights", weights, "--out", out);
        assertRefused("say of which model", "import");
        assertRefused("--weights", "import gan --out", out);
        assertRefused("no names in PyTorch", "import vae --conv --weights", weights, "--out", out);
        assertRefused("X=", "export --run", gan, "--out", "X=" + directory.resolve("x.safetensors"));
        assertRefused("nosuchrun", "export --run nosuchrun --out", directory.resolve("x.safetensors"));

        Map<String, Tensor> missing =
                new LinkedHashMap<>(SafetensorsFile.read(weights).tensors());
        missing.remove("G.4.weight");
        Path incomplete = directory.resolve("incomplete.safetensors");
        SafetensorsFile.of(missing).write(incomplete);
        assertRefused("no tensor \"G.4.weight\": expected F32 [784, 8]", start, incomplete, "--out", out);
        byte[] bytes = Files.readAllBytes(weights);
        Path truncated = Files.write(directory.resolve("cut.safetensors"), Arrays.copyOf(bytes, 3000));
        assertRefused("truncated", start, truncated, "--out", out);
        assertTrue(Files.notExists(out), "nothing is written");
    }

    @Test
    void aDamagedNetworkIsNamed() throws IOException {
        Path run = directory.resolve("damaged");
        assertDone("import gan --hidden 8 --latent 4 --weights", weights, "--out", run);
        Files.writeString(run.resolve("networks").resolve("discriminator.zip"), "no zip");
        assertRefused("discriminator.zip", "export --run", run, "--out", directory.resolve("y.safetensors"));
    }

    /** Names, types and files as other programs write them. */
    @Test
    void weightsOfOtherProgramsAreRead() throws IOException {
        Map<String, Tensor> ours = SafetensorsFile.read(weights).tensors();
        Path expected = directory.resolve("expected.npy");
        assertDone("sample --count 3 --run", gan, "--out", expected);
        Map<String, UnaryOperator<String>> names = Map.of(
                "module", name -> "module." + name,
                "compiled", name -> "_orig_mod." + name,
                "both", name -> name.replaceFirst("\\.", "._orig_mod.module."),
                "other", name -> name.replace("G.", "netG.main.").replace("D.", "netD.main."),
                "generator=alone", name -> name.startsWith("G.") ? name.substring(2) : "D." + name);
        for (Map.Entry<String, UnaryOperator<String>> each : names.entrySet()) {
            Map<String, Tensor> theirs = new LinkedHashMap<>();
            ours.forEach((name, tensor) -> {
                if (!each.getKey().contains("alone") || name.startsWith("G.")) {
                    theirs.put(each.getValue().apply(name), tensor);
                }
            });
            Path file = directory.resolve(each.getKey() + ".safetensors");
            new SafetensorsFile(Map.of("format", "pt"), theirs).write(file);
            Path run = directory.resolve("imported-" + each.getKey());
            assertDone("import gan --weights", file, "--out", run);
            Path drawn = directory.resolve(each.getKey() + ".npy");
            assertDone("sample --count 3 --run", run, "--out", drawn);
            assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(drawn), each.getKey());
        }
    }

    @Test
    void extraTensorsAreNamedAndLeftOutOnRequest() throws IOException {
        Map<String, Tensor> more =
                new LinkedHashMap<>(SafetensorsFile.read(weights).tensors());
        more.put("ema.decay", Tensor.of(new float[] {0.5f}));
        more.put("step", Tensor.of(new long[] {7}, 1));
        Path file = directory.resolve("more.safetensors");
        SafetensorsFile.of(more).write(file);
        assertRefused("--ignore-extra leaves them out", "import gan --weights", file, "--out", "no");
        assertDone("import gan --ignore-extra --weights", file, "--out", directory.resolve("without-extra"));
    }

    /** No option tells a size. */
    @Test
    void sizesAreTakenFromTheWeights() throws IOException {
        String[] trained = {
            "vae --hidden 7 --latent 3 --image-size 12",
            "ae --hidden 9 --latent 2",
            "gan --hidden 6 --latent 5 --image-size 20",
            "vae --layers 2 --hidden 7 --latent 3 --image-size 12",
            "vae --conditional --hidden 7 --latent 3 --image-size 12",
            "vae --conditional --gated --layers 2 --hidden 9 --latent 2",
            "cgan --hidden 6 --latent 5 --embedding 4 --image-size 12",
            "dcgan --features 4 --latent 5 --image-size 16",
            "dcgan --conditional --features 2 --latent 6 --image-size 32"
        };
        for (String options : trained) {
            String family = options.substring(0, options.indexOf(' '));
            Path run = directory.resolve("sizes of " + options);
            Path file = directory.resolve("sizes of " + options + ".safetensors");
            Path imported = directory.resolve("imported, sizes of " + options);
            assertDone("train " + options + " --epochs 1 --data synthetic --limit 40 --batch-size 20 --out", run);
            assertDone("export --run", run, "--out", file);
            assertDone("import " + family + " --weights", file, "--out", imported);
            Path one = directory.resolve("1 " + options + ".npy");
            Path two = directory.resolve("2 " + options + ".npy");
            assertDone("sample --count 10 --run", run, "--out", one);
            assertDone("sample --count 10 --run", imported, "--out", two);
            assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two), options);
        }
    }

    /** No sizes fit a file that contradicts itself. The search ends, and the tensor is named. */
    @Test
    @Timeout(60)
    void sizesThatContradictEachOtherAreRefused() throws IOException {
        Path run = directory.resolve("contradicting");
        Path file = directory.resolve("contradicting.safetensors");
        assertDone(
                "train cgan --hidden 6 --latent 5 --image-size 12 --epochs 1 --data synthetic --limit 40"
                        + " --batch-size 20 --out",
                run);
        assertDone("export --run", run, "--out", file);
        Map<String, Tensor> tensors =
                new LinkedHashMap<>(SafetensorsFile.read(file).tensors());
        tensors.put("G.model.2.bias", Tensor.of(new float[1000], 1000));
        Path broken = directory.resolve("contradicting itself.safetensors");
        SafetensorsFile.of(tensors).write(broken);
        assertRefused("G.", "import cgan --weights", broken, "--out", directory.resolve("no"));
    }

    private static void assertDone(Object... arguments) {
        CommandRun run = run(arguments);
        assertEquals(0, run.exitCode(), run.err());
    }

    private static void assertRefused(String named, Object... arguments) {
        CommandRun run = run(arguments);
        assertEquals(2, run.exitCode(), run.err());
        List<String> lines = run.err().lines().toList();
        assertTrue(lines.get(0).startsWith("gen: ") && lines.get(0).contains(named), run.err());
        assertTrue(lines.size() <= 2, run.err());
    }

    /** The first argument is taken apart at its spaces, the others may be paths. */
    private static CommandRun run(Object... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments[0].toString().split(" ")));
        for (int i = 1; i < arguments.length; i++) {
            all.add(arguments[i].toString());
        }
        return CommandRun.of(all.toArray(String[]::new));
    }
}
