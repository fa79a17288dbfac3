package io.gen4j.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelConfig;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.Preset;
import io.gen4j.data.ImageShape;
import io.gen4j.dcgan.Dcgan;
import io.gen4j.dcgan.DcganConfig;
import io.gen4j.gan.Gan;
import io.gen4j.gan.GanConfig;
import io.gen4j.vae.Vae;
import io.gen4j.vae.VaeConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkCostTest {

    @Test
    void countsEachWeightOfADenseLayerTwice() {
        try (Gan gan = new Gan(GanConfig.DEFAULTS, ImageSpec.MNIST)) {
            NetworkCost cost = NetworkCost.of(gan.networks().get("discriminator"), 784, 10);
            assertEquals(2 * (784 * 256 + 256 * 256 + 256), cost.forward());
            assertEquals(2 * 784 * 256, cost.first());
        }
    }

    @Test
    void countsAConvolutionForEachPixel() {
        ImageSpec spec = new ImageSpec(new ImageShape(1, 16, 16), List.of());
        DcganConfig config = DcganConfig.builder().latent(10).features(4).build();
        try (Dcgan dcgan = new Dcgan(config, spec)) {
            NetworkCost generator = NetworkCost.of(dcgan.networks().get("generator"), 10, 0);
            // 10 -> 8 at 4x4, from one pixel; 8 -> 4 from 16 pixels; 4 -> 1 from 64.
            assertEquals(2 * 16 * (10 * 8 + 16 * 8 * 4 + 64 * 4), generator.forward());
            assertEquals(2 * 16 * 10 * 8, generator.first());
            NetworkCost discriminator = NetworkCost.of(dcgan.networks().get("discriminator"), 256, 0);
            // 1 -> 4 to 8x8 pixels; 4 -> 8 to 4x4; 8 -> 1 to one.
            assertEquals(2 * 16 * (64 * 4 + 16 * 4 * 8 + 8), discriminator.forward());
        }
    }

    @Test
    void countsThePseudoInputsThatAnUpdateEncodes() {
        VaeConfig plain = VaeConfig.builder().latent(5).hidden(7).build();
        VaeConfig vamp = VaeConfig.builder()
                .latent(5)
                .hidden(7)
                .prior(VaeConfig.Prior.VAMP)
                .pseudoInputs(64)
                .batchSize(128)
                .build();
        double encoder = 2 * (784 * 7 + 7 * 10);
        double decoder = 2 * (5 * 7 + 7 * 784);
        assertEquals(3 * (encoder + decoder) - 2 * 784 * 7, cost(plain));
        assertEquals(cost(plain) + 3 * encoder / 2, cost(vamp));
    }

    private static double cost(VaeConfig config) {
        try (Vae vae = new Vae(config, ImageSpec.MNIST)) {
            return TrainingCost.perImage(vae);
        }
    }

    /** Every preset can be measured: those with labels, and those whose prior encodes pseudo-inputs. */
    @ParameterizedTest
    @ValueSource(strings = {"vae", "gan", "cgan", "dcgan"})
    void knowsTheCostOfEveryPreset(String family) {
        for (Preset<?> preset : ModelFamilies.named(family).presets()) {
            assertCosts(ModelFamilies.named(family), preset);
        }
    }

    @SuppressWarnings("unchecked")
    private static <C extends ModelConfig> void assertCosts(ModelFamily<C> family, Preset<?> preset) {
        int side = preset.imageSize() == null ? 28 : preset.imageSize();
        ImageSpec spec = new ImageSpec(new ImageShape(1, side, side), ImageSpec.MNIST.labelNames());
        try (GenerativeModel model = family.create((C) preset.config(), spec)) {
            assertTrue(TrainingCost.perImage(model) > 0, family.name() + " " + preset.name());
        }
    }
}
