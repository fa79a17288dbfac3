package io.gen4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.nn.DenseNetwork.Layer;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.random.RandomStreams;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DenseNetworkTest {

    private static final int[] SIZES = {6, 5, 4, 3, 2, 3};
    private static final String[] NAMES = {"a", "b", "c", "d", "e"};
    private static final Activation[] ACTIVATIONS = {
        Activation.TANH, Activation.LEAKY_RELU, Activation.SIGMOID, Activation.RELU, Activation.IDENTITY
    };
    private static final int BATCH = 7;

    private ComputationGraph graph;
    private GraphParameters parameters;
    private DenseNetwork network;
    private INDArray input;
    private INDArray coefficients;

    @BeforeEach
    void build() {
        graph = new ComputationGraph(DenseGraph.builder()
                .addInputs("x")
                .addLayer("a", DenseGraph.layer(6, 5, org.nd4j.linalg.activations.Activation.TANH), "x")
                .addLayer("b", DenseGraph.layer(5, 4, DenseGraph.LEAKY_RELU), "a")
                .addLayer("c", DenseGraph.layer(4, 3, org.nd4j.linalg.activations.Activation.SIGMOID), "b")
                .addLayer("d", DenseGraph.layer(3, 2, org.nd4j.linalg.activations.Activation.RELU), "c")
                .addLayer("e", DenseGraph.layer(2, 3, org.nd4j.linalg.activations.Activation.IDENTITY), "d")
                .setOutputs("e")
                .build());
        graph.init();
        parameters = new GraphParameters(graph);
        parameters.initialize(new RandomStreams(3).stream("test", 0), NAMES);
        network = new DenseNetwork(
                parameters,
                new Layer("a", ACTIVATIONS[0]),
                new Layer("b", ACTIVATIONS[1]),
                new Layer("c", ACTIVATIONS[2]),
                new Layer("d", ACTIVATIONS[3]),
                new Layer("e", ACTIVATIONS[4]));
        // Always the same numbers, none at a kink, where finite differences are no gradients; here, since DL4J seeds
        // anew.
        Nd4j.getRandom().setSeed(5);
        input = Nd4j.rand(DataType.FLOAT, BATCH, SIZES[0]).subi(0.5);
        coefficients = Nd4j.rand(DataType.FLOAT, BATCH, SIZES[5]).subi(0.5);
    }

    @Test
    void givesWhatTheGraphGives() {
        INDArray expected = graph.output(input)[0];
        assertTrue(expected.equalsWithEps(network.forward(input), 1e-5), "differs from DL4J's own layers");
    }

    /** Central differences of the same function in double precision. */
    @Test
    void hasTheGradientsOfFiniteDifferences() {
        network.forward(input);
        INDArray inputGradient = network.backwardToInput(coefficients.dup(), ParameterGradients.WRITE);
        double[] theta = parameters.values().toDoubleVector();
        double[] x = input.reshape(input.length()).toDoubleVector();
        for (int i = 0; i < theta.length; i++) {
            assertEquals(
                    difference(theta, i, () -> loss(theta, x)),
                    parameters.gradients().getDouble(i),
                    2e-5,
                    "parameter " + i);
        }
        for (int i = 0; i < x.length; i++) {
            assertEquals(difference(x, i, () -> loss(theta, x)), inputGradient.getDouble(i), 2e-5, "input " + i);
        }
    }

    @Test
    void addsOrLeavesTheParametersGradientsAsAsked() {
        network.forward(input);
        network.backward(coefficients.dup(), ParameterGradients.WRITE);
        INDArray once = parameters.gradients().dup();
        network.backwardToInput(coefficients.dup(), ParameterGradients.SKIP);
        assertArrayEquals(once.toFloatVector(), parameters.gradients().toFloatVector());
        network.backward(coefficients.dup(), ParameterGradients.ADD);
        assertArrayEquals(once.mul(2).toFloatVector(), parameters.gradients().toFloatVector(), 1e-6f);
    }

    /**
     * The gradient by the parameters of the derivative along a direction, in double precision. One kept unit of dropout, or
     * one on the other side of its kink, would tell.
     */
    @Test
    void hasSecondDerivativesOfItsLinearizedSelf() {
        LeakyNetwork leaky = new LeakyNetwork(4, 6, 3);
        GraphParameters piecewise = leaky.parameters(5);
        DenseNetwork network = leaky.network(piecewise);
        INDArray point = Nd4j.rand(DataType.FLOAT, 1, 4).subi(0.5);
        INDArray direction = Nd4j.rand(DataType.FLOAT, 1, 4).subi(0.5);
        double[] x = point.toDoubleVector();
        double[] v = direction.toDoubleVector();
        network.forward(point);
        Network linear = network.linearized();
        double derivative = linear.forward(direction).getDouble(0);
        piecewise.gradients().assign(9);
        INDArray byDirection = linear.backwardToInput(Nd4j.ones(DataType.FLOAT, 1, 1), ParameterGradients.WRITE);
        double[] theta = piecewise.values().toDoubleVector();
        assertEquals(dot(leaky.inputGradient(theta, x), v), derivative, 1e-6);
        assertArrayEquals(leaky.inputGradient(theta, x), byDirection.toDoubleVector(), 1e-6);
        Gradients.assertGradient(
                at -> dot(leaky.inputGradient(at, x), v),
                theta,
                piecewise.gradients().toDoubleVector(),
                1e-5);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** With the same units dropped as at the point, the network is linear along a direction that crosses no kink. */
    @Test
    void linearizesWithWhatWasDropped() {
        LeakyNetwork leaky = new LeakyNetwork(4, 6);
        GraphParameters piecewise = leaky.parameters(5);
        DenseNetwork dropping = new DenseNetwork(
                piecewise, new Layer("layer0", Activation.LEAKY_RELU, 0.5), new Layer("layer1", Activation.IDENTITY));
        INDArray point = Nd4j.rand(DataType.FLOAT, 3, 4);
        INDArray direction = Nd4j.rand(DataType.FLOAT, 3, 4).muli(1e-3);
        dropping.randomize(new SplittableRandom(1));
        INDArray before = dropping.forward(point).dup();
        INDArray derivative = dropping.linearized().forward(direction).dup();
        dropping.randomize(new SplittableRandom(1));
        INDArray after = dropping.forward(point.add(direction));
        assertTrue(after.sub(before).equalsWithEps(derivative, 1e-6), after.sub(before) + " and " + derivative);
    }

    @Test
    void hasNoSecondDerivativesWithACurve() {
        network.forward(input);
        assertThrows(UnsupportedOperationException.class, network::linearized);
    }

    private interface Loss {
        double get();
    }

    private static double difference(double[] values, int index, Loss loss) {
        double kept = values[index];
        double step = 1e-6;
        values[index] = kept + step;
        double above = loss.get();
        values[index] = kept - step;
        double below = loss.get();
        values[index] = kept;
        return (above - below) / (2 * step);
    }

    /** The sum of coefficients times outputs, all in double precision. */
    private double loss(double[] theta, double[] x) {
        double sum = 0;
        for (int row = 0; row < BATCH; row++) {
            double[] values = new double[SIZES[0]];
            System.arraycopy(x, row * SIZES[0], values, 0, SIZES[0]);
            int offset = 0;
            for (int layer = 0; layer < NAMES.length; layer++) {
                values = layer(theta, offset, values, SIZES[layer + 1], function(ACTIVATIONS[layer]));
                offset += (SIZES[layer] + 1) * SIZES[layer + 1];
            }
            for (int i = 0; i < values.length; i++) {
                sum += coefficients.getDouble(row, i) * values[i];
            }
        }
        return sum;
    }

    private static double[] layer(double[] theta, int offset, double[] x, int outputs, DoubleUnaryOperator f) {
        double[] y = new double[outputs];
        for (int j = 0; j < outputs; j++) {
            double sum = theta[offset + x.length * outputs + j];
            for (int i = 0; i < x.length; i++) {
                sum += theta[offset + j * x.length + i] * x[i];
            }
            y[j] = f.applyAsDouble(sum);
        }
        return y;
    }

    private static DoubleUnaryOperator function(Activation activation) {
        return switch (activation) {
            case IDENTITY -> x -> x;
            case RELU -> x -> Math.max(x, 0);
            case LEAKY_RELU -> x -> Math.max(x, 0.2 * x);
            case TANH -> Math::tanh;
            case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
        };
    }
}
