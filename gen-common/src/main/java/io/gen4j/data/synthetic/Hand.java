package io.gen4j.data.synthetic;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The habits of one writer: slant, turn and breadth. An elastic deformation bends the digit as a whole, and a tremor moves
 * each knot. A hand moves points of the unit box, and all distances are in that box's units.
 */
final class Hand {

    private static final double UNSTEADINESS = 0.21;
    private static final double TREMOR = 0.045;
    private static final double TURN = 0.25;
    private static final double SLANT = 0.5;
    private static final double USUAL_SLANT = 0.15;
    private static final double BREADTH = 0.4;

    /** Nodes of the elastic deformation along each axis. */
    private static final int NODES = 3;

    private final double[] shiftX = new double[NODES * NODES];
    private final double[] shiftY = new double[NODES * NODES];
    private final double turn;
    private final double slant;
    private final double breadth;

    Hand(RandomGenerator random) {
        for (int node = 0; node < shiftX.length; node++) {
            shiftX[node] = around(0, UNSTEADINESS, random);
            shiftY[node] = around(0, UNSTEADINESS, random);
        }
        turn = around(0, TURN, random);
        slant = around(USUAL_SLANT, SLANT, random);
        breadth = around(1, BREADTH, random);
    }

    /** A number with a triangular distribution on {@code middle - reach} to {@code middle + reach}. */
    static double around(double middle, double reach, RandomGenerator random) {
        return middle + reach * (random.nextDouble() - random.nextDouble());
    }

    /**
     * The strokes as this hand writes them, at no particular place and of no particular size.
     *
     * @param random where the tremor comes from
     */
    List<Stroke> write(List<Stroke> skeleton, RandomGenerator random) {
        return skeleton.stream()
                .map(stroke ->
                        stroke.map(knot -> tremble(bend(knot), random)).trace().map(this::lean))
                .toList();
    }

    /** The elastic deformation: a displacement drawn at each of 3 x 3 nodes, quadratically interpolated between them. */
    private Point bend(Point point) {
        double[] columns = weights(point.x());
        double[] rows = weights(point.y());
        double x = point.x();
        double y = point.y();
        for (int node = 0; node < shiftX.length; node++) {
            double weight = rows[node / NODES] * columns[node % NODES];
            x += weight * shiftX[node];
            y += weight * shiftY[node];
        }
        return new Point(x, y);
    }

    private static Point tremble(Point point, RandomGenerator random) {
        return new Point(around(point.x(), TREMOR, random), around(point.y(), TREMOR, random));
    }

    /** The Lagrange polynomials of the nodes 0, 1/2 and 1. */
    private static double[] weights(double t) {
        return new double[] {2 * (t - 0.5) * (t - 1), 4 * t * (1 - t), 2 * t * (t - 0.5)};
    }

    /**
     * Breadth and slant, then a rotation by the arctangent of {@code turn}. It uses no sine, since the last bit of a sine
     * differs between machines.
     */
    private Point lean(Point point) {
        double x = breadth * point.x() - slant * point.y();
        double y = point.y();
        double length = Math.sqrt(1 + turn * turn);
        return new Point((x - turn * y) / length, (turn * x + y) / length);
    }
}
