package io.gen4j.adversarial;

import static io.gen4j.nn.Gradients.assertGradient;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AdversarialLossTest {

    private static final float[] OUTPUTS = {-3, -0.4f, 0, 0.3f, 2.5f, -2, -0.9f, 0.1f, 0.8f, 4};
    private static final float[] TARGETS = {1, 1, 1, 1, 1, 0, 0, 0, 0, 0};
    private static final float[] SMOOTHED = {0.9f, 0.9f, 0.9f, 0.9f, 0.9f, 0, 0, 0, 0, 0};

    @ParameterizedTest
    @EnumSource
    void isWhatWasPublished(AdversarialLoss loss) {
        INDArray gradient = Nd4j.create(DataType.FLOAT, OUTPUTS.length, 1);
        double[] x = column(OUTPUTS).toDoubleVector();
        assertEquals(
                discriminator(loss, x, TARGETS),
                loss.discriminator(column(OUTPUTS), column(TARGETS), gradient),
                1e-4,
                "of the discriminator");
        assertGradient(at -> discriminator(loss, at, TARGETS), x, gradient.toDoubleVector(), 1e-4);
        assertEquals(generator(loss, x), loss.generator(column(OUTPUTS), gradient), 1e-4, "of the generator");
        assertGradient(at -> generator(loss, at), x, gradient.toDoubleVector(), 1e-4);
    }

    @ParameterizedTest
    @EnumSource
    void heedsSmoothedTargetsWhereItHasTargets(AdversarialLoss loss) {
        INDArray gradient = Nd4j.create(DataType.FLOAT, OUTPUTS.length, 1);
        double[] x = column(OUTPUTS).toDoubleVector();
        double smoothed = loss.discriminator(column(OUTPUTS), column(SMOOTHED), gradient);
        if (loss.hasTargets()) {
            assertEquals(discriminator(loss, x, SMOOTHED), smoothed, 1e-4);
            assertGradient(at -> discriminator(loss, at, SMOOTHED), x, gradient.toDoubleVector(), 1e-4);
        } else {
            assertEquals(discriminator(loss, x, TARGETS), smoothed, 1e-4);
        }
    }

    /** The best loss without a look at the images is the ignorant one. */
    @Test
    void knowsTheLossOfIgnorance() {
        for (AdversarialLoss loss : AdversarialLoss.values()) {
            double same = loss == AdversarialLoss.LEAST_SQUARES ? 0.5 : 0;
            double[] x = loss.isRelativistic() ? new double[] {same - same} : new double[] {same, same};
            assertEquals(discriminator(loss, x, new float[] {1, 0}), loss.ignorant(), 1e-9, loss.name());
        }
    }

    /**
     * Where D is certain of the fakes, the non-saturating loss still moves the generator, and the minimax loss does
     * not.
     */
    @Test
    void onlyOneOfTheTwoSaturates() {
        INDArray gradient = Nd4j.create(DataType.FLOAT, 1, 1);
        AdversarialLoss.NON_SATURATING.generator(column(-8), gradient);
        assertTrue(gradient.getDouble(0) < -0.99);
        AdversarialLoss.SATURATING.generator(column(-8), gradient);
        assertTrue(Math.abs(gradient.getDouble(0)) < 1e-3);
    }

    @Test
    void knowsWhichHaveProbabilities() {
        assertTrue(AdversarialLoss.NON_SATURATING.isProbabilistic() && AdversarialLoss.SATURATING.isProbabilistic());
        assertFalse(AdversarialLoss.HINGE.isProbabilistic() || AdversarialLoss.LEAST_SQUARES.isProbabilistic());
    }

    private static double discriminator(AdversarialLoss loss, double[] x, float[] t) {
        DoubleBinaryOperator one = switch (loss) {
            case NON_SATURATING, SATURATING ->
                (out, target) -> -target * Math.log(sigmoid(out)) - (1 - target) * Math.log(1 - sigmoid(out));
            case LEAST_SQUARES -> (out, target) -> Math.pow(out - target, 2) / 2;
            case HINGE -> (out, target) -> Math.max(0, target > 0 ? 1 - out : 1 + out);
            case WASSERSTEIN -> (out, target) -> target > 0 ? -out : out;
            // Outputs are differences of pairs.
            case RELATIVISTIC -> (out, target) -> Math.log1p(Math.exp(-out));
        };
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += one.applyAsDouble(x[i], t[i]);
        }
        return sum;
    }

    private static double generator(AdversarialLoss loss, double[] x) {
        DoubleUnaryOperator one = switch (loss) {
            case NON_SATURATING -> out -> -Math.log(sigmoid(out));
            case SATURATING -> out -> Math.log(1 - sigmoid(out));
            case LEAST_SQUARES -> out -> Math.pow(out - 1, 2) / 2;
            case HINGE, WASSERSTEIN -> out -> -out;
            case RELATIVISTIC -> out -> Math.log1p(Math.exp(-out));
        };
        double sum = 0;
        for (double out : x) {
            sum += one.applyAsDouble(out);
        }
        return sum;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static INDArray column(float... values) {
        return Nd4j.createFromArray(values).reshape(values.length, 1);
    }
}
