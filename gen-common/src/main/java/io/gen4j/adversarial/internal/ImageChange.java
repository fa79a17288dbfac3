package io.gen4j.adversarial.internal;

import io.gen4j.nn.graph.FeatureMap;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The random change of one image in {@link DifferentiableAugmentation}, in the order of the components.
 *
 * @param brightness added to every pixel
 * @param saturation factor that moves a pixel's channels away from their mean
 * @param contrast factor that moves all values away from their mean
 * @param down rows of the shift; 0 fills the other side
 * @param right columns of the shift, likewise
 * @param top first row of the rectangle that becomes 0; the rectangle may begin or end beyond the image
 * @param left first column of the rectangle, likewise
 */
record ImageChange(
        FeatureMap map, float brightness, float saturation, float contrast, int down, int right, int top, int left) {

    private static final int RGB = 3;
    private static final double SHIFT = 0.125;
    private static final double CUT = 0.5;

    static ImageChange draw(FeatureMap map, RandomGenerator random) {
        return new ImageChange(
                map,
                (float) random.nextDouble(-0.5, 0.5),
                map.channels() == RGB ? (float) random.nextDouble(0, 2) : 1,
                (float) random.nextDouble(0.5, 1.5),
                shift(map.height(), random),
                shift(map.width(), random),
                start(map.height(), random),
                start(map.width(), random));
    }

    private static int shift(int side, RandomGenerator random) {
        int most = (int) Math.round(SHIFT * side);
        return random.nextInt(-most, most + 1);
    }

    /** Draws a change. The centre of the rectangle lies anywhere in the image. */
    private static int start(int side, RandomGenerator random) {
        int length = cut(side);
        return random.nextInt(side + 1 - length % 2) - length / 2;
    }

    private static int cut(int side) {
        return (int) Math.round(CUT * side);
    }

    /** Changes the image at the start of {@code row}, channels first. */
    void apply(float[] row) {
        for (int i = 0; i < map.size(); i++) {
            row[i] += brightness;
        }
        saturate(row);
        contrast(row);
        shift(row, down, right);
        cut(row);
    }

    /**
     * Converts a gradient with respect to the changed image to one with respect to the image. The colour maps are
     * symmetric, so they apply unchanged.
     */
    void transpose(float[] row) {
        cut(row);
        shift(row, -down, -right);
        contrast(row);
        saturate(row);
    }

    private void saturate(float[] row) {
        if (saturation == 1) {
            return;
        }
        int pixels = map.height() * map.width();
        for (int p = 0; p < pixels; p++) {
            float mean = 0;
            for (int c = 0; c < map.channels(); c++) {
                mean += row[c * pixels + p] / map.channels();
            }
            for (int c = 0; c < map.channels(); c++) {
                row[c * pixels + p] = mean + saturation * (row[c * pixels + p] - mean);
            }
        }
    }

    private void contrast(float[] row) {
        double sum = 0;
        for (int i = 0; i < map.size(); i++) {
            sum += row[i];
        }
        float mean = (float) (sum / map.size());
        for (int i = 0; i < map.size(); i++) {
            row[i] = mean + contrast * (row[i] - mean);
        }
    }

    private void shift(float[] row, int rows, int columns) {
        float[] image = Arrays.copyOf(row, map.size());
        Arrays.fill(row, 0, map.size(), 0);
        int width = map.width();
        int length = width - Math.abs(columns);
        for (int c = 0; c < map.channels(); c++) {
            for (int y = Math.max(0, rows); y < map.height() + Math.min(0, rows); y++) {
                int from = (c * map.height() + y - rows) * width + Math.max(0, -columns);
                int to = (c * map.height() + y) * width + Math.max(0, columns);
                System.arraycopy(image, from, row, to, length);
            }
        }
    }

    /**
     * Sets the rows and columns of the rectangle to 1.
     *
     * @param firstRow where the image's rows begin in {@code rows}; {@code firstColumn} likewise
     */
    void markCut(float[] rows, int firstRow, float[] columns, int firstColumn) {
        Arrays.fill(rows, firstRow + Math.max(0, top), firstRow + Math.min(map.height(), top + cut(map.height())), 1);
        Arrays.fill(
                columns,
                firstColumn + Math.max(0, left),
                firstColumn + Math.min(map.width(), left + cut(map.width())),
                1);
    }

    private void cut(float[] row) {
        int firstColumn = Math.max(0, left);
        int endColumn = Math.min(map.width(), left + cut(map.width()));
        for (int c = 0; c < map.channels(); c++) {
            for (int y = Math.max(0, top); y < Math.min(map.height(), top + cut(map.height())); y++) {
                int offset = (c * map.height() + y) * map.width();
                Arrays.fill(row, offset + firstColumn, offset + endColumn, 0);
            }
        }
    }
}
