package io.gen4j.train;

import io.gen4j.data.Batch;
import io.gen4j.nn.Conditions;
import io.gen4j.nn.Network;
import io.gen4j.nn.ParameterGradients;
import io.gen4j.runtime.HostMemory;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gradient penalty (Gulrajani et al. 2017, arXiv:1704.00028): weight * mean of (|g| - 1)², where g is the gradient of
 * the critic by an image somewhere between a real and a fake one. A label, if there is one, is the real image's.
 *
 * <p>The penalty's gradient by the parameters asks for second derivatives, which a {@link Network} does not have. With c = 2
 * weight (|g| - 1) / n and the unit vector u = g / |g|, it is the sum of c times the derivative along u of the critic's
 * gradient by the parameters; two passes at x + h u and x - h u give the latter. That works for every network, and is exact
 * for piecewise linear ones, but for rounding, where no kink lies between the two points.
 */
final class GradientPenalty {

    /** h, in the images' own unit: a small part of the way between two images, far above rounding. */
    static final double STEP = 0.1;

    private static final double LEAST_LENGTH = 1e-12;

    private final Network critic;
    private final int labels;
    private final double weight;
    private Buffers buffers = new Buffers(1, 1, 0);

    /**
     * @param labels columns behind the pixels
     * @param weight 10 in the paper
     */
    GradientPenalty(Network critic, int labels, double weight) {
        this.critic = critic;
        this.labels = labels;
        this.weight = weight;
    }

    /**
     * Adds the penalty's gradient to the parameters' gradients.
     *
     * @param fakes as many as there are real images
     * @param mixing where between real and fake
     * @param dropout a stream at its start, the same at each call: all passes must drop the same
     * @return the penalty
     */
    double add(Batch real, INDArray fakes, RandomGenerator mixing, Supplier<RandomGenerator> dropout) {
        prepare(real);
        mix(real, fakes, mixing);
        critic.randomize(dropout.get());
        critic.forward(buffers.points);
        INDArray gradients = critic.backwardToInput(buffers.coefficients.assign(1), ParameterGradients.SKIP);
        double penalty = measure(gradients);
        for (double step : new double[] {STEP, -STEP}) {
            shift(step);
            critic.randomize(dropout.get());
            critic.forward(buffers.shifted);
            critic.backward(buffers.coefficients, ParameterGradients.ADD);
        }
        return penalty;
    }

    private void prepare(Batch real) {
        int pixels = (int) real.images().size(1);
        if (buffers.size != real.size() || buffers.pixels != pixels) {
            buffers.close();
            buffers = new Buffers(real.size(), pixels, labels);
        }
    }

    private void mix(Batch real, INDArray fakes, RandomGenerator mixing) {
        Conditions.join(real.images(), real.labels(), labels, buffers.points, 0);
        float[] point = new float[buffers.pixels];
        float[] fake = new float[buffers.pixels];
        for (int i = 0; i < buffers.size; i++) {
            float share = mixing.nextFloat();
            HostMemory.read(buffers.points, i * buffers.width(), point, point.length);
            HostMemory.read(fakes, (long) i * fake.length, fake, fake.length);
            for (int j = 0; j < point.length; j++) {
                point[j] = share * point[j] + (1 - share) * fake[j];
            }
            HostMemory.write(point, buffers.points, i * buffers.width(), point.length);
        }
    }

    /** Keeps u and c of each image; returns the penalty. */
    private double measure(INDArray gradients) {
        int n = buffers.size;
        float[] gradient = new float[(int) buffers.width()];
        double penalty = 0;
        for (int i = 0; i < n; i++) {
            HostMemory.read(gradients, i * buffers.width(), gradient, gradient.length);
            double length = length(gradient);
            for (int j = 0; j < gradient.length; j++) {
                gradient[j] /= (float) Math.max(LEAST_LENGTH, length);
            }
            HostMemory.write(gradient, buffers.directions, i * buffers.width(), gradient.length);
            buffers.slopes[i] = 2 * weight * (length - 1) / n;
            penalty += weight * (length - 1) * (length - 1) / n;
        }
        return penalty;
    }

    private static double length(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }

    /** Writes x + step u, and what each counts for in the central difference: c / (2 step). */
    private void shift(double step) {
        float[] point = new float[(int) buffers.width()];
        float[] direction = new float[point.length];
        float[] coefficients = new float[buffers.size];
        for (int i = 0; i < buffers.size; i++) {
            HostMemory.read(buffers.points, i * buffers.width(), point, point.length);
            HostMemory.read(buffers.directions, i * buffers.width(), direction, point.length);
            for (int j = 0; j < point.length; j++) {
                point[j] += (float) (step * direction[j]);
            }
            HostMemory.write(point, buffers.shifted, i * buffers.width(), point.length);
            coefficients[i] = (float) (buffers.slopes[i] / (2 * step));
        }
        HostMemory.write(coefficients, buffers.coefficients, 0, coefficients.length);
    }

    void close() {
        buffers.close();
    }

    /** Arrays for one batch size. */
    private static final class Buffers {

        private final int size;
        private final int pixels;
        private final double[] slopes;
        private final INDArray points;
        private final INDArray directions;
        private final INDArray shifted;
        private final INDArray coefficients;

        Buffers(int size, int pixels, int labels) {
            this.size = size;
            this.pixels = pixels;
            slopes = new double[size];
            points = Nd4j.create(DataType.FLOAT, size, pixels + labels);
            directions = Nd4j.create(DataType.FLOAT, size, pixels + labels);
            shifted = Nd4j.create(DataType.FLOAT, size, pixels + labels);
            coefficients = Nd4j.create(DataType.FLOAT, size, 1);
        }

        long width() {
            return points.size(1);
        }

        void close() {
            for (INDArray array : List.of(points, directions, shifted, coefficients)) {
                array.close();
            }
        }
    }
}
