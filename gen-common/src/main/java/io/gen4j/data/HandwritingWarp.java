package io.gen4j.data;

import java.util.random.RandomGenerator;

/** One hand's way of writing: slant, size, place and a smooth wobble, from the unit square to pixels. */
final class HandwritingWarp {

    private static final int WAVES = 3;
    private static final double BOX = 20;
    private static final double CENTRE = 13.5;

    private final double xx;
    private final double xy;
    private final double yx;
    private final double yy;
    private final double shiftX;
    private final double shiftY;
    private final double[][] waves = new double[2 * WAVES][];

    /** Draws one. */
    HandwritingWarp(RandomGenerator random) {
        double angle = clampedNormal(random, 0.12);
        double shear = clampedNormal(random, 0.18);
        double width = BOX * random.nextDouble(0.72, 1.08);
        double height = BOX * random.nextDouble(0.88, 1.05);
        xx = width * Math.cos(angle);
        xy = height * (Math.sin(angle) - shear * Math.cos(angle));
        yx = -width * Math.sin(angle);
        yy = height * (Math.cos(angle) + shear * Math.sin(angle));
        shiftX = CENTRE + clampedNormal(random, 0.6);
        shiftY = CENTRE + clampedNormal(random, 0.6);
        for (int i = 0; i < waves.length; i++) {
            waves[i] = new double[] {
                random.nextGaussian() * 0.018,
                random.nextDouble(-9, 9),
                random.nextDouble(-9, 9),
                random.nextDouble(2 * Math.PI)
            };
        }
    }

    /** Moves the points of a polyline, in place. */
    void apply(double[] line) {
        for (int i = 0; i < line.length; i += 2) {
            double x = line[i] - 0.5;
            double y = line[i + 1] - 0.5;
            double u = x + wobble(0, x, y);
            double v = y + wobble(WAVES, x, y);
            line[i] = shiftX + xx * u + xy * v;
            line[i + 1] = shiftY + yx * u + yy * v;
        }
    }

    private double wobble(int first, double x, double y) {
        double sum = 0;
        for (int i = first; i < first + WAVES; i++) {
            double[] wave = waves[i];
            sum += wave[0] * Math.sin(wave[1] * x + wave[2] * y + wave[3]);
        }
        return sum;
    }

    private static double clampedNormal(RandomGenerator random, double deviation) {
        return Math.max(-2, Math.min(2, random.nextGaussian())) * deviation;
    }
}
