package io.gen4j.adversarial;

import static io.gen4j.nn.Gradients.assertGradient;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gen4j.Latents;
import io.gen4j.data.Batch;
import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.LeakyNetwork;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.GraphParameters;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GradientPenaltyTest {

    private static final int N = 6;
    private static final int PIXELS = 5;
    private static final double WEIGHT = 10;
    private static final long SEED = 4;

    private final LeakyNetwork critic = new LeakyNetwork(PIXELS, 7, 4);
    private final GraphParameters parameters = critic.parameters(1);

    /** Always the same numbers. None is at a kink, where finite differences give no gradient. */
    private final INDArray real = Latents.normal(N, PIXELS, 1);

    private final INDArray fakes = Latents.normal(N, PIXELS, 2);

    /** The penalty as a function of the parameters, in double precision, and its finite differences. */
    @ParameterizedTest
    @EnumSource
    void hasTheGradientOfFiniteDifferences(GradientPenalty.Form form) {
        parameters.gradients().assign(0);
        double penalty = add(new GradientPenalty(critic.network(parameters), 0, form, WEIGHT));
        double[] theta = parameters.values().toDoubleVector();
        assertEquals(penalty(form, theta), penalty, 1e-4);
        assertGradient(at -> penalty(form, at), theta, parameters.gradients().toDoubleVector(), 1e-4);
    }

    /**
     * The gradient of a linear critic is its weights. Those of the label do not count, and each image has its own
     * label.
     */
    @ParameterizedTest
    @EnumSource
    void labelsHaveNoDirection(GradientPenalty.Form form) {
        int labels = 3;
        LeakyNetwork linear = new LeakyNetwork(PIXELS + labels);
        GraphParameters weights = linear.parameters(2);
        weights.gradients().assign(0);
        GradientPenalty gradientPenalty = new GradientPenalty(linear.network(weights), labels, form, WEIGHT);
        double penalty = gradientPenalty.add(
                new Batch(real, new int[] {0, 1, 2, 0, 1, 2}),
                new FakeImages.Drawn(fakes, new int[] {2, 2, 2, 1, 1, 1}),
                new SplittableRandom(SEED));
        double squares = 0;
        for (int i = 0; i < PIXELS; i++) {
            squares += Math.pow(weights.values().getDouble(i), 2);
        }
        double excess = Math.sqrt(squares) - (form == GradientPenalty.Form.BETWEEN ? 1 : 0);
        assertEquals(WEIGHT * excess * excess, penalty, 1e-4);
        for (int i = 0; i < PIXELS; i++) {
            double expected = 2 * WEIGHT * excess * weights.values().getDouble(i) / Math.sqrt(squares);
            assertEquals(expected, weights.gradients().getDouble(i), 1e-4);
        }
        for (int i = PIXELS; i < PIXELS + labels; i++) {
            assertEquals(0, weights.gradients().getDouble(i));
        }
    }

    @Test
    void addsToWhatIsThere() {
        GradientPenalty gradientPenalty =
                new GradientPenalty(critic.network(parameters), 0, GradientPenalty.Form.BETWEEN, WEIGHT);
        parameters.gradients().assign(0);
        add(gradientPenalty);
        float[] once = parameters.gradients().toFloatVector();
        parameters.gradients().assign(3);
        add(gradientPenalty);
        assertArrayEquals(
                Nd4j.createFromArray(once).add(3).toFloatVector(),
                parameters.gradients().toFloatVector(),
                1e-5f);
    }

    @Test
    void refusesCurvedNetworks() {
        GraphParameters curved = new LeakyNetwork(PIXELS).parameters(1);
        DenseNetwork network = new DenseNetwork(curved, new DenseNetwork.Layer("layer0", Activation.TANH));
        GradientPenalty gradientPenalty = new GradientPenalty(network, 0, GradientPenalty.Form.REAL, WEIGHT);
        assertThrows(UnsupportedOperationException.class, () -> add(gradientPenalty));
    }

    private double add(GradientPenalty gradientPenalty) {
        return gradientPenalty.add(
                new Batch(real, new int[0]), new FakeImages.Drawn(fakes, new int[0]), new SplittableRandom(SEED));
    }

    private double penalty(GradientPenalty.Form form, double[] theta) {
        SplittableRandom mixing = new SplittableRandom(SEED);
        double sum = 0;
        for (int i = 0; i < N; i++) {
            float share = switch (form) {
                case BETWEEN -> mixing.nextFloat();
                case REAL -> 1;
                case FAKE -> 0;
            };
            double[] x = new double[PIXELS];
            for (int j = 0; j < PIXELS; j++) {
                x[j] = share * real.getDouble(i, j) + (1 - share) * fakes.getDouble(i, j);
            }
            double squares = 0;
            for (double slope : critic.inputGradient(theta, x)) {
                squares += slope * slope;
            }
            double wanted = form == GradientPenalty.Form.BETWEEN ? 1 : 0;
            sum += WEIGHT * Math.pow(Math.sqrt(squares) - wanted, 2) / N;
        }
        return sum;
    }
}
