package io.gen4j.prior;

import io.gen4j.prior.GaussianMixture.Covariance;
import io.gen4j.random.RandomStreams;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.WorkerPool;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Fits mixtures of normal distributions by expectation maximisation. One pass over the points computes the components'
 * shares and sums what the next mixture needs, in a fixed number of parts, so that results do not depend on threads.
 */
final class ExpectationMaximization {

    private static final int PARTS = 16;
    private static final int MOST_ITERATIONS = 100;

    /** Nats per point; a mixture that gains less is done. */
    private static final double TOLERANCE = 1e-3;

    /** The part of the points' mean variance that is added to each variance. */
    private static final double REGULARIZATION = 1e-3;

    /** Keeps the fit defined where all points are equal. */
    private static final double LEAST_VARIANCE = 1e-9;

    /** The part of the points' covariance that the first components have. */
    private static final double FIRST_SPREAD = 0.2;

    /** Points among which the first means are chosen. */
    private static final int SEEDED_FROM = 10_000;

    private final INDArray points;
    private final int count;
    private final int size;
    private final Covariance covariance;
    private final long seed;

    /** @param points float, {@code [n, size]}, 'c' order */
    ExpectationMaximization(INDArray points, Covariance covariance, long seed) {
        this.points = points;
        this.count = (int) points.size(0);
        this.size = (int) points.size(1);
        this.covariance = covariance;
        this.seed = seed;
    }

    GaussianMixture fit(int components) {
        MixtureMoments all = all();
        double regularization = regularization(all.mixture(Float.MIN_NORMAL));
        GaussianMixture whole = all.mixture(regularization);
        if (components == 1) {
            return whole;
        }
        GaussianMixture mixture = first(whole, components);
        double before = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < MOST_ITERATIONS; i++) {
            MixtureMoments moments = pass(mixture);
            mixture = moments.mixture(regularization);
            double density = moments.logDensity() / count;
            if (density - before < TOLERANCE) {
                return mixture;
            }
            before = density;
        }
        return mixture;
    }

    /** The moments of all points: they belong to a single component, whatever it is. */
    private MixtureMoments all() {
        float[] deviations = new float[covariance.factorLength(size)];
        for (int i = 0; i < size; i++) {
            deviations[covariance == Covariance.FULL ? i * size + i : i] = 1;
        }
        return pass(new GaussianMixture(size, covariance, new float[] {1}, new float[size], deviations));
    }

    private double regularization(GaussianMixture whole) {
        double sum = LEAST_VARIANCE;
        for (float factor : whole.factors()) {
            sum += (double) factor * factor;
        }
        return REGULARIZATION * sum / size;
    }

    private GaussianMixture first(GaussianMixture whole, int components) {
        float[] weights = new float[components];
        Arrays.fill(weights, 1);
        float[] factor = whole.factors();
        float[] factors = new float[components * factor.length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = (float) Math.sqrt(FIRST_SPREAD) * factor[i % factor.length];
        }
        return new GaussianMixture(size, covariance, weights, seeds(components), factors);
    }

    /** K-means++: each next mean is a point, drawn by its squared distance from the nearest mean so far. */
    private float[] seeds(int components) {
        RandomGenerator random = new RandomStreams(seed).stream("mixture means", 0);
        int candidates = Math.min(count, Math.max(SEEDED_FROM, components));
        int[] rows = IntStream.range(0, candidates)
                .map(i -> (int) ((long) i * count / candidates))
                .toArray();
        float[][] values = Arrays.stream(rows).mapToObj(this::point).toArray(float[][]::new);
        double[] distances = new double[candidates];
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        float[] means = new float[components * size];
        int chosen = random.nextInt(candidates);
        for (int c = 0; c < components; c++) {
            System.arraycopy(values[chosen], 0, means, c * size, size);
            double sum = 0;
            for (int i = 0; i < candidates; i++) {
                distances[i] = Math.min(distances[i], squaredDistance(values[i], values[chosen]));
                sum += distances[i];
            }
            double left = random.nextDouble() * sum;
            chosen = 0;
            while (chosen < candidates - 1 && left >= distances[chosen]) {
                left -= distances[chosen++];
            }
        }
        return means;
    }

    private float[] point(int row) {
        float[] point = new float[size];
        HostMemory.read(points, (long) row * size, point, size);
        return point;
    }

    private static double squaredDistance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
        }
        return sum;
    }

    /** The components' shares of all points, summed. */
    private MixtureMoments pass(GaussianMixture mixture) {
        List<MixtureMoments> parts = IntStream.range(0, PARTS)
                .mapToObj(part -> new MixtureMoments(mixture))
                .toList();
        WorkerPool.shared()
                .run(
                        PARTS,
                        part -> parts.get(part).add(points, (int) ((long) count * part / PARTS), (int)
                                ((long) count * (part + 1) / PARTS)));
        MixtureMoments sum = parts.get(0);
        parts.stream().skip(1).forEach(sum::add);
        return sum;
    }
}
