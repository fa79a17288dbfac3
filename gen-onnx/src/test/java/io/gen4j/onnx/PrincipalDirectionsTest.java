package io.gen4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.GenerativeModel;
import io.gen4j.cgan.ConditionalGan;
import io.gen4j.dcgan.ConditionalDcgan;
import io.gen4j.gan.Gan;
import io.gen4j.latent.LatentDirection;
import io.gen4j.latent.LatentDirections;
import io.gen4j.vae.Vae;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of principal directions. They need every family's graph, so they live in a module with all families. */
class PrincipalDirectionsTest {

    static Stream<GenerativeModel> models() {
        return Stream.of(
                Gan.builder().latent(6).hidden(8).build(),
                ConditionalGan.builder().hidden(8).build(),
                ConditionalDcgan.builder().features(4).build(),
                Vae.builder().latent(4).hidden(8).build());
    }

    @ParameterizedTest
    @MethodSource("models")
    void directionsAreUnitVectorsAtRightAngles(GenerativeModel model) {
        try (model) {
            List<LatentDirection> directions = LatentDirections.principal(model, 3);
            assertEquals(3, directions.size());
            for (int i = 0; i < 3; i++) {
                assertEquals(model.latentSize(), directions.get(i).vector().length);
                for (int j = 0; j < 3; j++) {
                    assertEquals(i == j ? 1 : 0, dot(directions.get(i), directions.get(j)), 1e-4);
                }
            }
            assertTrue(LatentDirections.principal(model, 3).equals(directions), "the same each time");
        }
    }

    private static double dot(LatentDirection a, LatentDirection b) {
        double sum = 0;
        for (int i = 0; i < a.vector().length; i++) {
            sum += a.vector()[i] * b.vector()[i];
        }
        return sum;
    }
}
