package io.gen4j.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrecisionAndRecallTest {

    /** Points on a line with a distance of 1: the third neighbour of an end is 3 away, that of the next 2, of others 2. */
    private static Points line(double start, int count) {
        float[][] rows = new float[count][1];
        for (int i = 0; i < count; i++) {
            rows[i][0] = (float) (start + i);
        }
        return Points.of(rows);
    }

    private static double covered(Points points, Points set) {
        return PrecisionAndRecall.covered(points, set, share -> {});
    }

    @Test
    void aSetCoversItself() {
        assertEquals(1, covered(line(0, 50), line(0, 50)));
    }

    @Test
    void nothingOfADistantSetIsCovered() {
        assertEquals(0, covered(line(1000, 50), line(0, 50)));
    }

    @Test
    void ballsReachToTheThirdNeighbour() {
        // The set 0 … 9 covers up to 9 + 3 = 12; of 5 … 24, these are 5 … 12.
        assertEquals(8 / 20.0, covered(line(5, 20), line(0, 10)));
    }

    @Test
    void imagesOfOneKindArePreciseButRecallHalf() {
        float[][] real = new float[100][2];
        float[][] judged = new float[100][2];
        for (int i = 0; i < 100; i++) {
            real[i][0] = i % 50;
            real[i][1] = i < 50 ? 0 : 1000;
            judged[i][0] = i % 50 + 0.25f;
        }
        assertEquals(1, covered(Points.of(judged), Points.of(real)));
        assertEquals(0.5, covered(Points.of(real), Points.of(judged)));
    }

    @Test
    void fewerPointsThanNeighboursReachToTheFarthest() {
        assertEquals(1, covered(line(1, 1), line(0, 3)));
        assertEquals(0, covered(line(9, 1), line(0, 3)));
    }
}
