package io.gen4j.vae;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.EngineEquality;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.nn.device.Engine;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.optim.LearningRateSchedule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class EngineEqualityTest extends EngineEquality {

    @Override
    protected Map<String, Function<ImageSpec, GenerativeModel>> models() {
        Map<String, Function<ImageSpec, GenerativeModel>> models = new LinkedHashMap<>();
        models.put(
                "ae", spec -> Autoencoder.builder(spec).hidden(20).batchSize(8).build());
        models.put("vae", spec -> small(Vae.builder(spec)).build());
        models.put(
                "warm-up, schedule and binarised pixels",
                spec -> small(Vae.builder(spec))
                        .beta(2)
                        .warmUpSteps(15)
                        .binarize(true)
                        .schedule(LearningRateSchedule.COSINE)
                        .build());
        models.put(
                "two layers of tanh",
                spec -> small(Vae.builder(spec))
                        .layers(2)
                        .activation(Activation.TANH)
                        .build());
        models.put(
                "gaussian of learnt variance",
                spec -> small(Vae.builder(spec))
                        .output(VaeConfig.Output.GAUSSIAN)
                        .build());
        models.put(
                "gaussian of fixed variance",
                spec -> small(Vae.builder(spec))
                        .output(VaeConfig.Output.GAUSSIAN)
                        .variance(0.3)
                        .build());
        models.put("conditional", spec -> small(ConditionalVae.builder(spec)).build());
        models.put(
                "convolutional",
                spec -> small(Vae.builder(spec))
                        .conv(true)
                        .features(4)
                        .learningRate(LOW)
                        .build());
        models.put(
                "convolutional and conditional",
                spec -> small(ConditionalVae.builder(spec))
                        .conv(true)
                        .features(4)
                        .learningRate(LOW)
                        .build());
        return models;
    }

    @Test
    void theDeviceRefusesWhatItDoesNotTrain() {
        System.setProperty(Engine.PROPERTY, "nd4j");
        try (Vae several = small(Vae.builder()).iwae(2).build();
                Vae learnt = small(Vae.builder())
                        .prior(VaeConfig.Prior.VAMP)
                        .pseudoInputs(2)
                        .build()) {
            assertRefused("iwae is 2, dreg is false and prior is normal", several::newTrainer);
            assertRefused("prior is vamp", learnt::newTrainer);
            assertRefused("has a gate", () -> small(Vae.builder()).gated(true).build());
        } finally {
            System.clearProperty(Engine.PROPERTY);
        }
    }

    private static void assertRefused(String part, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part) && message.contains("GEN_ENGINE=host"), message);
    }

    private static <T> VaeConfig.Builder<T> small(VaeConfig.Builder<T> builder) {
        return builder.latent(4).hidden(16).batchSize(8);
    }
}
