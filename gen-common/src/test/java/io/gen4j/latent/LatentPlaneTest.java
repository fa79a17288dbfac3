package io.gen4j.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LatentPlaneTest {

    /** Of the standard normal distribution: 1/6, 1/2 and 5/6 of it lie below. */
    private static final float SIXTH = 0.96742157f;

    @Test
    void gridStandsAtTheQuantilesOfTheNormalDistribution() {
        float[][] grid = new LatentPlane(4, 3, 1).quantiles(3).toFloatMatrix();
        assertEquals(9, grid.length);
        assertArrayEquals(new float[] {0, SIXTH, 0, -SIXTH}, grid[0], 1e-6f, "top left");
        assertArrayEquals(new float[] {0, SIXTH, 0, SIXTH}, grid[2], 1e-6f, "top right");
        assertArrayEquals(new float[4], grid[4], 1e-6f, "the middle");
        assertArrayEquals(new float[] {0, -SIXTH, 0, -SIXTH}, grid[6], 1e-6f, "bottom left");
    }

    @Test
    void widestPlaneHasTheLargestVariances() {
        INDArray latents = Nd4j.createFromArray(new float[][] {{9, 0, -2, 0.1f}, {9, 1, 2, -0.1f}, {9, 2, 0, 0}});
        assertEquals(new LatentPlane(4, 1, 2), LatentPlane.widest(latents), "a mean does not matter");
    }

    @Test
    void refusesWhatIsNoPlane() {
        assertThrows(IllegalArgumentException.class, () -> new LatentPlane(1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new LatentPlane(3, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new LatentPlane(3, 0, 3));
        assertThrows(IllegalArgumentException.class, () -> LatentPlane.widest(Nd4j.ones(5, 1)));
        assertThrows(IllegalArgumentException.class, () -> new LatentPlane(2, 0, 1).quantiles(0));
    }
}
