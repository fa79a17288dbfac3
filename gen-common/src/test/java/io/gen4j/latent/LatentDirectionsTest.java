package io.gen4j.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class LatentDirectionsTest {

    /** By hand: label a at (4, 1), the others at (1, 5) on average: the difference (3, -4) has the length 5. */
    @Test
    void aLabelsDirectionLeadsFromTheOthersToIt() {
        try (EncodedImages encoded = new EncodedImages(
                Nd4j.createFromArray(new float[][] {{3, 1}, {5, 1}, {0, 4}, {2, 6}}), new int[] {0, 0, 1, 2})) {
            List<LatentDirection> directions = LatentDirections.ofLabels(encoded, List.of("a", "b", "c", "never"));
            assertEquals(
                    List.of("a", "b", "c"),
                    directions.stream().map(LatentDirection::name).toList());
            assertArrayEquals(new float[] {0.6f, -0.8f}, directions.get(0).vector(), 1e-6f);
            assertArrayEquals(new float[] {1.6f, 0.2f}, directions.get(0).move(new float[] {1, 1}, 1), 1e-6f);
        }
    }

    @Test
    void mistakesAreNamed() {
        try (EncodedImages encoded = new EncodedImages(Nd4j.zeros(2, 2), new int[0])) {
            assertThrows(IllegalArgumentException.class, () -> LatentDirections.ofLabels(encoded, List.of()));
        }
        LatentDirection direction = new LatentDirection("a", new float[] {1, 0});
        assertEquals(
                "the latent has 3 numbers: the direction \"a\" has 2",
                assertThrows(IllegalArgumentException.class, () -> direction.move(new float[3], 1))
                        .getMessage());
    }
}
