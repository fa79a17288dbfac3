package io.gen4j.data.synthetic;

import java.util.Arrays;
import java.util.List;

/**
 * Draws strokes in white on black. At the edge of a line, the brightness falls off over about one pixel with the distance
 * from the stroke.
 */
final class Pen {

    private static final double WHITE = 255;

    private final int side;
    private final double radius;
    private final double softness;

    /**
     * @param side width and height of the image in pixels
     * @param radius half the width of the line in pixels
     * @param softness pixels over which the line's edge fades from white to black
     */
    Pen(int side, double radius, double softness) {
        this.side = side;
        this.radius = radius;
        this.softness = softness;
    }

    /**
     * Draws strokes over the image.
     *
     * @param strokes polylines in pixels, (0, 0) the upper left corner of the image
     * @param target receives {@code side * side} bytes from {@code offset} on
     */
    void draw(List<Stroke> strokes, byte[] target, int offset) {
        double[] squaredDistances = new double[side * side];
        Arrays.fill(squaredDistances, Double.MAX_VALUE);
        for (Stroke stroke : strokes) {
            List<Point> points = stroke.knots();
            for (int i = 1; i < points.size(); i++) {
                measure(points.get(i - 1), points.get(i), squaredDistances);
            }
        }
        for (int pixel = 0; pixel < squaredDistances.length; pixel++) {
            target[offset + pixel] = (byte) Math.round(WHITE * coverage(Math.sqrt(squaredDistances[pixel])));
        }
    }

    private void measure(Point from, Point to, double[] squaredDistances) {
        double reach = radius + softness;
        int left = firstPixel(Math.min(from.x(), to.x()) - reach);
        int right = lastPixel(Math.max(from.x(), to.x()) + reach);
        int top = firstPixel(Math.min(from.y(), to.y()) - reach);
        int bottom = lastPixel(Math.max(from.y(), to.y()) + reach);
        double dx = to.x() - from.x();
        double dy = to.y() - from.y();
        double squaredLength = Math.max(dx * dx + dy * dy, Double.MIN_NORMAL);
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                double x = column + 0.5 - from.x();
                double y = row + 0.5 - from.y();
                double along = Math.max(0, Math.min(1, (x * dx + y * dy) / squaredLength));
                double restX = x - along * dx;
                double restY = y - along * dy;
                int pixel = row * side + column;
                squaredDistances[pixel] = Math.min(squaredDistances[pixel], restX * restX + restY * restY);
            }
        }
    }

    private int firstPixel(double coordinate) {
        return Math.max(0, (int) coordinate);
    }

    private int lastPixel(double coordinate) {
        return Math.min(side - 1, (int) coordinate);
    }

    private double coverage(double distance) {
        return Math.max(0, Math.min(1, 0.5 + (radius - distance) / softness));
    }
}
