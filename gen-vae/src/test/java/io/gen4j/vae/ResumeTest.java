package io.gen4j.vae;

import io.gen4j.ExactResume;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.nn.optim.LearningRateSchedule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

class ResumeTest extends ExactResume {

    @Override
    protected Map<String, Function<ImageSpec, GenerativeModel>> models() {
        Map<String, Function<ImageSpec, GenerativeModel>> models = new LinkedHashMap<>(common());
        models.put(
                "vae of several latents, doubly reparameterised",
                spec -> new Vae(small().iwae(3).dreg(true).build(), spec));
        models.put(
                "gated vae with a learnt prior",
                spec -> new Vae(
                        small().gated(true)
                                .layers(2)
                                .prior(VaeConfig.Prior.VAMP)
                                .pseudoInputs(4)
                                .build(),
                        spec));
        return models;
    }

    private static Map<String, Function<ImageSpec, GenerativeModel>> common() {
        return Map.of(
                "ae",
                spec -> new Autoencoder(
                        AutoencoderConfig.builder()
                                .latent(3)
                                .hidden(6)
                                .batchSize(8)
                                .epochs(2)
                                .build(),
                        spec),
                "vae",
                spec -> new Vae(small().build(), spec),
                "vae of convolutions",
                spec -> new Vae(small().conv(true).build(), spec),
                "vae with beta and a warm-up",
                spec -> new Vae(small().beta(4).warmUpSteps(9).build(), spec),
                "vae of gaussian pixels",
                spec -> new Vae(small().output(VaeConfig.Output.GAUSSIAN).build(), spec),
                "vae of two layers, binarised, with a schedule",
                spec -> new Vae(
                        small().layers(2)
                                .binarize(true)
                                .schedule(LearningRateSchedule.COSINE)
                                .build(),
                        spec),
                "vae with labels",
                spec -> new ConditionalVae(small(VaeConfig.conditionalBuilder()).build(), spec));
    }

    private static VaeConfig.Builder<VaeConfig> small() {
        return small(VaeConfig.builder());
    }

    private static VaeConfig.Builder<VaeConfig> small(VaeConfig.Builder<VaeConfig> builder) {
        return builder.latent(3).hidden(6).batchSize(8).epochs(2);
    }
}
