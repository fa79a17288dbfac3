package io.gen4j.adversarial;

import io.gen4j.data.Batch;
import io.gen4j.nn.Conditions;
import io.gen4j.nn.Network;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient penalty (Gulrajani et al. 2017, arXiv:1704.00028): weight * mean of (|g| - 1)², where g is the gradient of
 * the critic by an image somewhere between a real and a fake one. A label, if there is one, is the real image's.
 *
 * <p>The penalty's gradient by the parameters asks for second derivatives. With v = 2 weight (|g| - 1) / n * g / |g|, the
 * penalty's derivative by g, it is the gradient of the sum over the images of g times v, in which v is held: of the critic's
 * derivative along v, which {@link Network#linearized()} gives exactly. (Differences of two gradients, at x + h v and
 * x - h v, would do for any network, but in a wide one some unit always has its kink between the two.)
 */
final class GradientPenalty {

    private static final double LEAST_LENGTH = 1e-12;

    private final Network critic;
    private final int labels;
    private final double weight;
    private Buffers buffers = new Buffers(1, 1, 0);

    /**
     * @param critic of piecewise linear layers
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
     * @return the penalty
     */
    double add(Batch real, INDArray fakes, RandomGenerator mixing) {
        prepare(real);
        mix(real, fakes, mixing);
        critic.forward(buffers.points);
        INDArray gradients = critic.backwardToInput(buffers.outputGradients.assign(1), ParameterGradients.SKIP);
        double penalty = differentiate(gradients);
        Network linear = critic.linearized();
        linear.forward(buffers.directions);
        linear.backward(buffers.outputGradients.assign(1), ParameterGradients.ADD);
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

    /** Writes v, the derivative of the penalty by the gradient of each image; returns the penalty. */
    private double differentiate(INDArray gradients) {
        int n = buffers.size;
        float[] gradient = new float[(int) buffers.width()];
        double penalty = 0;
        for (int i = 0; i < n; i++) {
            HostMemory.read(gradients, i * buffers.width(), gradient, gradient.length);
            double length = length(gradient);
            double factor = 2 * weight * (length - 1) / (n * Math.max(LEAST_LENGTH, length));
            for (int j = 0; j < gradient.length; j++) {
                gradient[j] *= (float) factor;
            }
            HostMemory.write(gradient, buffers.directions, i * buffers.width(), gradient.length);
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

    void close() {
        buffers.close();
    }

    /** Arrays for one batch size. */
    private static final class Buffers {

        private final int size;
        private final int pixels;
        private final INDArray points;
        private final INDArray directions;
        private final INDArray outputGradients;

        Buffers(int size, int pixels, int labels) {
            this.size = size;
            this.pixels = pixels;
            points = NativeArrays.zeros(size, pixels + labels);
            directions = NativeArrays.zeros(size, pixels + labels);
            outputGradients = NativeArrays.zeros(size, 1);
        }

        long width() {
            return points.size(1);
        }

        void close() {
            for (INDArray array : List.of(points, directions, outputGradients)) {
                array.close();
            }
        }
    }
}
