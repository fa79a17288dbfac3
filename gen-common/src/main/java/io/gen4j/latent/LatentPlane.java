package io.gen4j.latent;

import io.gen4j.Checks;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.InputRows;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A plane through latent space: two numbers of a latent vary, and the others are zero. Use it to see how images change with
 * them.
 *
 * @param latentSize numbers in a latent, at least 2
 * @param across index of the number that grows from left to right
 * @param up index of the number that grows from bottom to top
 */
public record LatentPlane(int latentSize, int across, int up) {

    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
    private static final int MAX_SIDE = 1000;

    /** @throws IllegalArgumentException if a latent has no two numbers, or the two do not exist or are the same */
    public LatentPlane {
        if (latentSize < 2) {
            throw new IllegalArgumentException("latent size is " + latentSize + ": a plane needs at least 2");
        }
        Checks.requireWithin("across", across, 0, latentSize - 1);
        Checks.requireWithin("up", up, 0, latentSize - 1);
        if (across == up) {
            throw new IllegalArgumentException("across and up are both " + up + ": must differ");
        }
    }

    /**
     * The plane in which latents differ most. It has the two numbers with the largest variances, in their order in a
     * latent.
     *
     * @param latents float, {@code [n, latentSize]}
     * @throws IllegalArgumentException if a latent has no two numbers, or the array is not float and row by row
     */
    public static LatentPlane widest(INDArray latents) {
        int size = InputRows.requireExactMatrix("latents", latents);
        double[] variances = variances(latents, size);
        List<Integer> widest = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -variances[i]))
                .limit(2)
                .sorted()
                .toList();
        return new LatentPlane(size, widest.get(0), widest.get(widest.size() - 1));
    }

    private static double[] variances(INDArray latents, int size) {
        float[] row = new float[size];
        double[] sums = new double[size];
        double[] squares = new double[size];
        int n = (int) latents.size(0);
        for (int i = 0; i < n; i++) {
            HostMemory.read(latents, (long) i * size, row, size);
            for (int j = 0; j < size; j++) {
                sums[j] += row[j] / n;
                squares[j] += (double) row[j] * row[j] / n;
            }
        }
        return IntStream.range(0, size)
                .mapToDouble(j -> squares[j] - sums[j] * sums[j])
                .toArray();
    }

    /**
     * A square grid over the quantiles of the standard normal distribution (Kingma and Welling 2014, appendix A). All
     * cells have the same probability under the prior; (i + 0.5) / side of it is before the centre of cell i.
     *
     * @param side cells in a row, 1 to 1000
     * @return float, {@code [side * side, latentSize]}, row by row from the top, each from left to right
     * @throws IllegalArgumentException if {@code side} lies outside its range
     */
    public INDArray quantiles(int side) {
        return grid(side, index -> quantile(index, side));
    }

    /**
     * A square grid at equal steps.
     *
     * @param side cells in a row, 2 to 1000
     * @param extent distance of the outermost centres from zero; a negative one turns the grid by half a turn
     * @return as {@link #quantiles}
     * @throws IllegalArgumentException if {@code side} lies outside its range, or {@code extent} is not within that of a float
     */
    public INDArray even(int side, double extent) {
        Checks.requireWithin("extent", extent, -Float.MAX_VALUE, Float.MAX_VALUE);
        Checks.requireWithin("side", side, 2, MAX_SIDE);
        return grid(side, index -> (float) (extent * (2.0 * index / (side - 1) - 1)));
    }

    private INDArray grid(int side, Positions position) {
        Checks.requireWithin("side", side, 1, MAX_SIDE);
        INDArray grid = NativeArrays.zeros((long) side * side, latentSize);
        float[] latent = new float[latentSize];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                latent[across] = position.at(column);
                latent[up] = position.at(side - 1 - row);
                HostMemory.write(latent, grid, ((long) row * side + column) * latentSize, latentSize);
            }
        }
        return grid;
    }

    /** The positions of the cells, from left to right or from bottom to top. */
    @FunctionalInterface
    private interface Positions {
        float at(int index);
    }

    private static float quantile(int index, int side) {
        return (float) NORMAL.inverseCumulativeProbability((index + 0.5) / side);
    }
}
