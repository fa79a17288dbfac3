package io.gen4j.app.studio;

import io.gen4j.model.Checks;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A square of latents: two of their numbers vary at equal steps, all others are 0. The first axis grows to the right, the
 * second upwards.
 *
 * @param columns points along each axis, 2 to 32
 * @param x the number that varies along the first axis
 * @param y the number that varies along the second
 * @param extent from 0 to the outermost points, to both sides
 */
record LatentPlane(int columns, int x, int y, double extent) {

    private static final int MAX_COLUMNS = 32;
    private static final double MAX_EXTENT = 100;

    /** Reads a request's parameters {@code columns}, {@code x}, {@code y} and {@code extent}. */
    static LatentPlane of(Function<String, @Nullable String> parameters, int latentSize) {
        if (latentSize < 2) {
            throw new IllegalArgumentException("this model's latents have one number alone: there is no plane");
        }
        int columns = (int) number("columns", parameters.apply("columns"), 20);
        int x = (int) number("x", parameters.apply("x"), 0);
        int y = (int) number("y", parameters.apply("y"), 1);
        double extent = number("extent", parameters.apply("extent"), 3);
        Checks.requireWithin("columns", columns, 2, MAX_COLUMNS);
        Checks.requireWithin("x", x, 0, latentSize - 1);
        Checks.requireWithin("y", y, 0, latentSize - 1);
        Checks.requirePositive("extent", extent, MAX_EXTENT);
        if (x == y) {
            throw new IllegalArgumentException("x and y are both " + x + ": must be two different numbers");
        }
        return new LatentPlane(columns, x, y, extent);
    }

    private static double number(String name, @Nullable String text, double otherwise) {
        try {
            return text == null ? otherwise : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is " + text + ": must be a number", e);
        }
    }

    /** Row by row from the top: {@code [columns * columns, latentSize]}; the caller's own. */
    INDArray latents(int latentSize) {
        float[][] latents = new float[columns * columns][latentSize];
        for (int i = 0; i < latents.length; i++) {
            latents[i][x] = at(i % columns);
            latents[i][y] = -at(i / columns);
        }
        return Nd4j.createFromArray(latents);
    }

    private float at(int index) {
        return (float) (extent * (2.0 * index / (columns - 1) - 1));
    }

    int[] axes() {
        return new int[] {x, y};
    }
}
