package io.gen4j.data.synthetic;

import java.util.List;

/**
 * The square that written strokes fill: they are moved and scaled, their proportions kept, until the longer side of
 * their bounding box is the square's.
 *
 * @param centerX the square's centre, in pixels
 * @param centerY the square's centre, in pixels
 * @param side in pixels
 */
record Frame(double centerX, double centerY, double side) {

    List<Stroke> fit(List<Stroke> strokes) {
        double left = Double.MAX_VALUE;
        double right = -Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double bottom = -Double.MAX_VALUE;
        for (Stroke stroke : strokes) {
            for (Point point : stroke.knots()) {
                left = Math.min(left, point.x());
                right = Math.max(right, point.x());
                top = Math.min(top, point.y());
                bottom = Math.max(bottom, point.y());
            }
        }
        double scale = side / Math.max(right - left, bottom - top);
        double shiftX = centerX - scale * (left + right) / 2;
        double shiftY = centerY - scale * (top + bottom) / 2;
        return strokes.stream()
                .map(stroke -> stroke.map(point -> new Point(scale * point.x() + shiftX, scale * point.y() + shiftY)))
                .toList();
    }
}
