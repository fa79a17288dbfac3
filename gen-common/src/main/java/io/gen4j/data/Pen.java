package io.gen4j.data;

/** Draws polylines with round ends into grey pixels; edges are smoothed over one pixel. */
final class Pen {

    private final double radius;
    private final int side;
    private final byte[] pixels;
    private final int offset;

    /**
     * @param radius of the tip, in pixels
     * @param side of the square image
     * @param pixels receives {@code side * side} bytes from {@code offset} on
     */
    Pen(double radius, int side, byte[] pixels, int offset) {
        this.radius = radius;
        this.side = side;
        this.pixels = pixels;
        this.offset = offset;
    }

    /** Draws one stroke: x, y, x, y … with pixel centres at whole numbers. */
    void draw(double[] line) {
        for (int i = 0; i + 3 < line.length; i += 2) {
            segment(line[i], line[i + 1], line[i + 2], line[i + 3]);
        }
    }

    private void segment(double x0, double y0, double x1, double y1) {
        double reach = radius + 0.5;
        int left = inside(Math.ceil(Math.min(x0, x1) - reach));
        int right = inside(Math.floor(Math.max(x0, x1) + reach));
        int top = inside(Math.ceil(Math.min(y0, y1) - reach));
        int bottom = inside(Math.floor(Math.max(y0, y1) + reach));
        double dx = x1 - x0;
        double dy = y1 - y0;
        double length2 = Math.max(dx * dx + dy * dy, 1e-12);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double t = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / length2));
                double distance = Math.sqrt(square(x - x0 - t * dx) + square(y - y0 - t * dy));
                cover(y * side + x, reach - distance);
            }
        }
    }

    private void cover(int pixel, double coverage) {
        int value = (int) Math.round(255 * Math.max(0, Math.min(1, coverage)));
        int index = offset + pixel;
        pixels[index] = (byte) Math.max(pixels[index] & 0xff, value);
    }

    private static double square(double value) {
        return value * value;
    }

    private int inside(double coordinate) {
        return (int) Math.max(0, Math.min(side - 1, coordinate));
    }
}
