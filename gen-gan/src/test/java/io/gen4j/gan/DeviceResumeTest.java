package io.gen4j.gan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gen4j.ExactResume;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.OnDeviceEngine;
import io.gen4j.Trainer;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.adversarial.AdversarialLoss;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;

/** Resuming on the ND4J engine, bit for bit. */
@OnDeviceEngine
class DeviceResumeTest extends ExactResume {

    @Override
    protected Map<String, Function<ImageSpec, GenerativeModel>> models() {
        return Map.of(
                "gan with spectral norm and critic steps",
                gan(AdversarialConfig.builder()
                        .loss(AdversarialLoss.HINGE)
                        .spectralNorm(true)
                        .criticSteps(3)),
                "gan with noise and lazy penalties",
                gan(AdversarialConfig.builder()
                        .instanceNoise(0.1)
                        .instanceNoiseSteps(9)
                        .gradientPenalty(2)
                        .penaltyInterval(4)),
                "gan with packs and augmentation",
                gan(AdversarialConfig.builder().packing(2).diffAugment(true)));
    }

    private static Function<ImageSpec, GenerativeModel> gan(AdversarialConfig.Builder adversarial) {
        return spec -> new Gan(
                GanConfig.builder()
                        .latent(3)
                        .hidden(6)
                        .batchSize(8)
                        .epochs(2)
                        .adversarial(adversarial.build())
                        .build(),
                spec);
    }

    /** This engine does not exchange gradients. */
    @Override
    protected Stream<DynamicTest> trainedInShards() {
        return Stream.empty();
    }

    @Test
    void replicasAreRefusedInOneLine() {
        try (Gan gan = Gan.builder().hidden(4).build();
                Trainer trainer = gan.newTrainer()) {
            assertEquals(
                    "gan cannot be trained in several replicas on the nd4j engine: set GEN_ENGINE=host",
                    assertThrows(UnsupportedOperationException.class, () -> trainer.exchangeGradients(null))
                            .getMessage());
        }
    }
}
