package io.gen4j.app.plot;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Points of a line.
 *
 * @param name as the legend has it
 * @param x ascending
 * @param y as many as {@code x}
 * @param dots whether each point is marked; values of whole epochs are, and means of some updates are not
 */
record Curve(String name, double[] x, double[] y, boolean dots) {

    Curve {
        if (x.length != y.length) {
            throw new IllegalArgumentException(name + " has " + x.length + " x and " + y.length + " y");
        }
    }

    /** Without the points that have no finite y. */
    Curve finite() {
        int[] kept =
                IntStream.range(0, y.length).filter(i -> Double.isFinite(y[i])).toArray();
        return with(
                IntStream.of(kept).mapToDouble(i -> x[i]), IntStream.of(kept).mapToDouble(i -> y[i]));
    }

    /** At most so many points. Each is the mean of equally many neighbours. */
    Curve thinned(int most) {
        int stride = (x.length + most - 1) / most;
        return stride <= 1 ? this : with(means(x, stride), means(y, stride));
    }

    private static DoubleStream means(double[] values, int stride) {
        return IntStream.iterate(0, start -> start < values.length, start -> start + stride)
                .mapToDouble(start -> Arrays.stream(values, start, Math.min(values.length, start + stride))
                        .average()
                        .getAsDouble());
    }

    private Curve with(DoubleStream newX, DoubleStream newY) {
        return new Curve(name, newX.toArray(), newY.toArray(), dots);
    }
}
