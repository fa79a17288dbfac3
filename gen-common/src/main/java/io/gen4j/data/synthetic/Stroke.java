package io.gen4j.data.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One movement of the pen: the Catmull-Rom spline through its knots. A corner is where one stroke ends and the next
 * begins.
 *
 * @param knots at least two, about evenly spaced
 */
record Stroke(List<Point> knots) {

    private static final int PIECES_PER_SPAN = 5;

    /** The stroke through the knots {@code x0, y0, x1, y1, ...}. */
    static Stroke through(double... coordinates) {
        List<Point> knots = new ArrayList<>(coordinates.length / 2);
        for (int i = 0; i < coordinates.length; i += 2) {
            knots.add(new Point(coordinates[i], coordinates[i + 1]));
        }
        return new Stroke(List.copyOf(knots));
    }

    /** The stroke through these knots after each has been moved. */
    Stroke map(UnaryOperator<Point> move) {
        return new Stroke(knots.stream().map(move).toList());
    }

    /** The spline as a stroke of many close knots, which the straight lines between them follow. */
    Stroke trace() {
        List<Point> points = new ArrayList<>((knots.size() - 1) * PIECES_PER_SPAN + 1);
        points.add(knots.get(0));
        for (int span = 0; span < knots.size() - 1; span++) {
            for (int piece = 1; piece <= PIECES_PER_SPAN; piece++) {
                points.add(pointOn(span, (double) piece / PIECES_PER_SPAN));
            }
        }
        return new Stroke(points);
    }

    private Point pointOn(int span, double t) {
        Point before = knots.get(Math.max(span - 1, 0));
        Point from = knots.get(span);
        Point to = knots.get(span + 1);
        Point after = knots.get(Math.min(span + 2, knots.size() - 1));
        return new Point(
                catmullRom(before.x(), from.x(), to.x(), after.x(), t),
                catmullRom(before.y(), from.y(), to.y(), after.y(), t));
    }

    private static double catmullRom(double before, double from, double to, double after, double t) {
        double linear = to - before;
        double quadratic = 2 * before - 5 * from + 4 * to - after;
        double cubic = 3 * from - before - 3 * to + after;
        return from + 0.5 * t * (linear + t * (quadratic + t * cubic));
    }
}
