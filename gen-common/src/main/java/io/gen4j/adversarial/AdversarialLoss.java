package io.gen4j.adversarial;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.optim.BinaryCrossEntropy;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.InputRows;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The losses of a discriminator D and a generator, as functions of D's unbounded outputs (logits). x(r) is the output
 * for a real image, x(f) the output for a fake image. All methods return the sum over the images, and write its
 * gradient with respect to each output. Start with {@link #NON_SATURATING}.
 *
 * <p>The target of a fake image is 0. The target of a real image is 1, or a little less with label smoothing (Salimans
 * et al. 2016, arXiv:1606.03498, section 3.4).
 */
public enum AdversarialLoss implements AdversarialObjective {
    /**
     * The non-saturating loss, the usual choice. The generator maximises log sigmoid(x(f)). Its gradient stays large
     * where D is certain (Goodfellow et al. 2014, arXiv:1406.2661, section 3). D minimises -log sigmoid(x(r)) - log(1 -
     * sigmoid(x(f))).
     */
    NON_SATURATING {
        @Override
        public double discriminator(INDArray outputs, INDArray targets, INDArray gradient) {
            requireFitting(outputs, targets, gradient);
            return BinaryCrossEntropy.sum(outputs, targets, gradient);
        }

        @Override
        public double generator(INDArray outputs, INDArray gradient) {
            requireFitting(outputs, gradient);
            return BinaryCrossEntropy.sum(outputs, 1, gradient);
        }
    },
    /**
     * The loss of the original minimax game. The generator minimises log(1 - sigmoid(x(f))) (Goodfellow et al. 2014,
     * equation 1). Its gradient vanishes where D is certain. Use it only for comparison.
     */
    SATURATING {
        @Override
        public double discriminator(INDArray outputs, INDArray targets, INDArray gradient) {
            requireFitting(outputs, targets, gradient);
            return BinaryCrossEntropy.sum(outputs, targets, gradient);
        }

        @Override
        public double generator(INDArray outputs, INDArray gradient) {
            requireFitting(outputs, gradient);
            double sum = BinaryCrossEntropy.sum(outputs, 0, gradient);
            gradient.negi();
            return -sum;
        }
    },
    /**
     * The least-squares loss of distances to the targets (Mao et al. 2017, arXiv:1611.04076, equation 9). D minimises
     * (x(r) - 1)² / 2 + x(f)² / 2. The generator minimises (x(f) - 1)² / 2. An image that D takes for real still has a
     * loss if it is far from the real images.
     */
    LEAST_SQUARES {
        @Override
        public double discriminator(INDArray outputs, INDArray targets, INDArray gradient) {
            requireFitting(outputs, targets, gradient);
            float[] t = read(targets);
            return eachOutput(outputs, gradient, (x, i) -> (x - t[i]) * (x - t[i]) / 2, (x, i) -> x - t[i]);
        }

        @Override
        public double generator(INDArray outputs, INDArray gradient) {
            requireFitting(outputs, gradient);
            return eachOutput(outputs, gradient, (x, i) -> (x - 1) * (x - 1) / 2, (x, i) -> x - 1);
        }
    },
    /**
     * The hinge loss (Lim and Ye 2017, arXiv:1705.02894; Miyato et al. 2018, arXiv:1802.05957, equations 16 and 17). D
     * minimises max(0, 1 - x(r)) + max(0, 1 + x(f)). The generator minimises -x(f). D learns only from images about
     * which it is uncertain.
     */
    HINGE {
        @Override
        public double discriminator(INDArray outputs, INDArray targets, INDArray gradient) {
            requireFitting(outputs, targets, gradient);
            float[] side = sides(targets);
            return eachOutput(
                    outputs,
                    gradient,
                    (x, i) -> Math.max(0, 1 - side[i] * x),
                    (x, i) -> side[i] * x < 1 ? -side[i] : 0);
        }

        @Override
        public double generator(INDArray outputs, INDArray gradient) {
            requireFitting(outputs, gradient);
            return eachOutput(outputs, gradient, (x, i) -> -x, (x, i) -> -1);
        }
    },
    /**
     * The Wasserstein loss (Arjovsky, Chintala and Bottou 2017, arXiv:1701.07875). D, here called a critic, minimises
     * x(f) - x(r). The generator minimises -x(f). With a 1-Lipschitz critic, -d_loss approaches the earth mover's
     * distance between fake and real images.
     */
    WASSERSTEIN {
        @Override
        public double discriminator(INDArray outputs, INDArray targets, INDArray gradient) {
            requireFitting(outputs, targets, gradient);
            float[] side = sides(targets);
            return eachOutput(outputs, gradient, (x, i) -> -side[i] * x, (x, i) -> -side[i]);
        }

        @Override
        public double generator(INDArray outputs, INDArray gradient) {
            requireFitting(outputs, gradient);
            return eachOutput(outputs, gradient, (x, i) -> -x, (x, i) -> -1);
        }
    },
    /**
     * The relativistic pairing loss, RpGAN (Jolicoeur-Martineau 2018, arXiv:1807.00734; Huang et al. 2024, R3GAN,
     * arXiv:2501.05441, equation 2). D minimises -log sigmoid(x(r) - x(f)) over pairs of a real and a fake image. The
     * generator minimises -log sigmoid(x(f) - x(r)). Both methods take these differences. Use it with R1 and R2:
     * without them, the training need not converge. Discriminators with batch normalisation cannot use it.
     */
    RELATIVISTIC {
        @Override
        public double discriminator(INDArray outputs, INDArray targets, INDArray gradient) {
            requireFitting(outputs, targets, gradient);
            return BinaryCrossEntropy.sum(outputs, 1, gradient);
        }

        @Override
        public double generator(INDArray outputs, INDArray gradient) {
            requireFitting(outputs, gradient);
            return BinaryCrossEntropy.sum(outputs, 1, gradient);
        }
    };

    @Override
    public boolean isRelativistic() {
        return this == RELATIVISTIC;
    }

    @Override
    public boolean isProbabilistic() {
        return this == NON_SATURATING || this == SATURATING;
    }

    /**
     * The last activation of the discriminator's graph: the sigmoid if outputs are probabilities, otherwise the
     * identity.
     */
    public Activation outputActivation() {
        return isProbabilistic() ? Activation.SIGMOID : Activation.IDENTITY;
    }

    /** Whether the loss depends on the values of the targets. Only then does label smoothing have an effect. */
    public boolean hasTargets() {
        return isProbabilistic() || this == LEAST_SQUARES;
    }

    @Override
    public double ignorant() {
        return switch (this) {
            case NON_SATURATING, SATURATING -> 2 * Math.log(2);
            case LEAST_SQUARES -> 0.25;
            case HINGE -> 2;
            case WASSERSTEIN -> 0;
            case RELATIVISTIC -> Math.log(2);
        };
    }

    private interface Function {
        double at(float x, int index);
    }

    private static double eachOutput(INDArray outputs, INDArray gradient, Function loss, Function derivative) {
        float[] x = read(outputs);
        float[] g = new float[x.length];
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += loss.at(x[i], i);
            g[i] = (float) derivative.at(x[i], i);
        }
        HostMemory.write(g, gradient, 0, g.length);
        return sum;
    }

    /** 1 for a real image, -1 for a fake one. */
    private static float[] sides(INDArray targets) {
        float[] sides = read(targets);
        for (int i = 0; i < sides.length; i++) {
            sides[i] = sides[i] > 0 ? 1 : -1;
        }
        return sides;
    }

    /** Numbers of another type or order would be read as they lie in memory, and another count past the end. */
    private static void requireFitting(INDArray outputs, INDArray targets, INDArray gradient) {
        requireFitting(outputs, gradient);
        InputRows.requireExact("targets", targets, outputs.size(1), outputs.size(0));
    }

    private static void requireFitting(INDArray outputs, INDArray gradient) {
        int width = InputRows.requireExactMatrix("outputs", outputs);
        InputRows.requireExact("gradient", gradient, width, outputs.size(0));
    }

    private static float[] read(INDArray array) {
        float[] values = new float[(int) array.length()];
        HostMemory.read(array, 0, values, values.length);
        return values;
    }
}
