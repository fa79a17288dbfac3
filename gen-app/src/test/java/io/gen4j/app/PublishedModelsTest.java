package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.Preset;
import io.gen4j.data.PixelRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the user says nothing, models have the sizes and settings that were published. DcganTest does it for that one. */
class PublishedModelsTest {

    @ParameterizedTest
    @CsvSource({
        "ae, latent=20 hidden=400 learningRate=0.001 batchSize=128 epochs=30",
        "vae, latent=20 hidden=400 learningRate=0.001 batchSize=128 epochs=30 beta=1.0 output=bernoulli conv=false",
        "gan, latent=64 hidden=256 learningRate=0.0002 batchSize=100 epochs=200 loss=non-saturating criticSteps=1 ema=0.999",
        "cgan, latent=100 embedding=10 dropout=0.4 learningRate=0.0001 batchSize=32 epochs=30 loss=non-saturating",
        "dcgan, latent=100 features=32 beta1=0.5 learningRate=0.0002 batchSize=64 loss=non-saturating"
    })
    void haveTheirSettings(String family, String settings) {
        assertSettings(settings, ModelConfigs.toJson(ModelFamilies.named(family).defaults()));
    }

    private static void assertSettings(String settings, JsonNode actual) {
        for (String setting : settings.split(" ")) {
            String[] parts = setting.split("=");
            String value = actual.path(parts[0]).asText();
            assertEquals(parts[1], value.replace("1.0E-4", "0.0001").replace("2.0E-4", "0.0002"), setting);
        }
    }

    /** 64 x 64 pixels for 25 epochs, and what takes minutes instead. */
    @ParameterizedTest
    @CsvSource({"paper, 64, features=64 epochs=25 batchSize=64 latent=100 beta1=0.5", "quick, 28, features=32 epochs=10"
    })
    void haveTheirPresets(String name, int imageSize, String settings) {
        Preset<?> preset = ModelFamilies.named("dcgan").presets().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertEquals(imageSize, preset.imageSize());
        assertSettings(settings, ModelConfigs.toJson(preset.config()));
    }

    /** For each network, the weights and biases of its layers, an embedding of labels among them. */
    private static final Map<String, long[]> SIZES = Map.of(
            "autoencoder of ae", new long[] {785 * 400, 401 * 20, 21 * 400, 401 * 784},
            "autoencoder of vae", new long[] {785 * 400, 401 * 40, 21 * 400, 401 * 784},
            "generator of gan", new long[] {65 * 256, 257 * 256, 257 * 784},
            "discriminator of gan", new long[] {785 * 256, 257 * 256, 257},
            "generator of cgan", new long[] {100, 111 * 256, 257 * 512, 513 * 1024, 1025 * 784},
            "discriminator of cgan", new long[] {100, 795 * 1024, 1025 * 512, 513 * 256, 257});

    @ParameterizedTest
    @CsvSource({"ae, UNIT", "vae, UNIT", "gan, SIGNED", "cgan, SIGNED"})
    void haveTheirLayersAndPixels(String name, PixelRange range) {
        try (GenerativeModel model = newModel(ModelFamilies.named(name))) {
            assertEquals(range, model.pixelRange());
            model.networks().forEach((network, graph) -> {
                long[] sizes = SIZES.get(network + " of " + name);
                assertEquals(LongStream.of(sizes).sum(), graph.numParams(), network);
            });
        }
    }

    private static <C extends ModelConfig> GenerativeModel newModel(ModelFamily<C> family) {
        return family.create(family.defaults(), ImageSpec.MNIST);
    }

    /** The conditional one's has a label a row. */
    @ParameterizedTest
    @CsvSource({
        "vae, sampled-1, 16, 8",
        "vae, reconst-1, 16, 8",
        "ae, reconst-1, 16, 8",
        "gan, real_images, 10, 7",
        "gan, fake_images-1, 10, 10",
        "cgan, fake_images-1, 10, 10"
    })
    void showAfterAnEpoch(String family, String picture, int columns, int rows, @TempDir Path directory)
            throws IOException {
        Path run = directory.resolve("run");
        CommandRun trained = CommandRun.of(
                "train",
                family,
                "--data",
                "synthetic",
                "--limit",
                "70",
                "--epochs",
                "1",
                "--hidden",
                "4",
                "--out",
                run.toString());
        assertEquals(0, trained.exitCode(), trained.err());
        var shown = ImageIO.read(run.resolve("samples/" + picture + ".png").toFile());
        assertEquals(columns * 30 - 2, shown.getWidth());
        assertEquals(rows * 30 - 2, shown.getHeight());
    }
}
