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
 * A penalty on the critic's gradient: weight * mean of (|g| - c)². Here g is the gradient of the critic with respect to
 * an image. The {@link Form} selects the images and the length c.
 *
 * <p>The penalty's gradient with respect to the parameters needs second derivatives. Let v = 2 weight (|g| - c) / n * g
 * / |g|, the derivative of the penalty with respect to g. The gradient is then that of the sum over the images of g
 * times v, with v held constant. This sum is the critic's derivative along v, which {@link Network#linearized()} gives
 * exactly.
 *
 * <p>The difference of two gradients, at x + h v and x - h v, would work for any network. In a wide network, however,
 * some unit always has its kink between the two points. A label has no direction, so g and v cover only the pixels.
 */
final class GradientPenalty {

    private static final double LEAST_LENGTH = 1e-12;

    /** The images at which the gradient is taken, and its target length. */
    enum Form {
        /**
         * Length 1 between a real and a fake image, with the real one's label (Gulrajani et al. 2017, arXiv:1704.00028,
         * equation 3).
         */
        BETWEEN(1),
        /** Length 0 at real images: R1 (Mescheder, Geiger and Nowozin 2018, arXiv:1801.04406, section 4.1). */
        REAL(0),
        /** Length 0 at fake images, with their labels: R2 (the same section). */
        FAKE(0);

        private final int length;

        Form(int length) {
            this.length = length;
        }
    }

    private final Network critic;
    private final int labels;
    private final Form form;
    private final double weight;
    private Buffers buffers = new Buffers(1, 1, 0);

    /**
     * @param critic a network of piecewise linear layers
     * @param labels label columns behind the pixels
     * @param weight weight of the mean; for R1 and R2, gamma / 2
     */
    GradientPenalty(Network critic, int labels, Form form, double weight) {
        this.critic = critic;
        this.labels = labels;
        this.form = form;
        this.weight = weight;
    }

    /**
     * Adds the penalty's gradient to the parameters' gradients.
     *
     * @param fakes as many images as there are real ones
     * @param mixing positions between real and fake images
     * @return the penalty
     */
    double add(Batch real, FakeImages.Drawn fakes, RandomGenerator mixing) {
        prepare(real);
        switch (form) {
            case BETWEEN -> mix(real, fakes.images(), mixing);
            case REAL -> Conditions.join(real.images(), real.labels(), labels, buffers.points, 0);
            case FAKE -> Conditions.join(fakes.images(), fakes.labels(), labels, buffers.points, 0);
        }
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

    /** Writes v, the derivative of the penalty with respect to each image's gradient. Returns the penalty. */
    private double differentiate(INDArray gradients) {
        int n = buffers.size;
        float[] gradient = new float[buffers.pixels];
        double penalty = 0;
        for (int i = 0; i < n; i++) {
            HostMemory.read(gradients, i * buffers.width(), gradient, gradient.length);
            double length = length(gradient);
            double excess = length - form.length;
            double factor = 2 * weight * excess / (n * Math.max(LEAST_LENGTH, length));
            for (int j = 0; j < gradient.length; j++) {
                gradient[j] *= (float) factor;
            }
            HostMemory.write(gradient, buffers.directions, i * buffers.width(), gradient.length);
            penalty += weight * excess * excess / n;
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
