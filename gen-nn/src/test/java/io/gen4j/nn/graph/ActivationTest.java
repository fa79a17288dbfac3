package io.gen4j.nn.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.gen4j.runtime.internal.TanhApproximation;
import org.junit.jupiter.api.Test;

class ActivationTest {

    @Test
    void tanhAndSigmoidAreNearTheirTrueValues() {
        for (float x = -20; x <= 20; x += 0.01f) {
            assertEquals(Math.tanh(x), TanhApproximation.tanh(x), 1e-6, "tanh " + x);
            assertEquals(1 / (1 + Math.exp(-x)), TanhApproximation.sigmoid(x), 1e-6, "sigmoid " + x);
        }
    }

    @Test
    void tanhIsWithinItsBoundsWhereItComesNearThem() {
        for (float x = 4; x <= 8; x = Math.nextUp(x)) {
            float y = TanhApproximation.tanh(x);
            if (!(y > 0.999f && y <= 1f)) {
                fail("tanh " + x + " is " + y);
            }
        }
    }

    @Test
    void derivativesFollowFromOutputs() {
        for (Activation activation : Activation.values()) {
            for (float x : new float[] {-1.5f, -0.3f, 0.4f, 2f}) {
                float[] y = {x};
                float[] above = {x + 1e-2f};
                float[] below = {x - 1e-2f};
                activation.apply(y, 1);
                activation.apply(above, 1);
                activation.apply(below, 1);
                float[] gradient = {3f};
                activation.multiplyByDerivative(gradient, y, 1);
                assertEquals(3 * (above[0] - below[0]) / 2e-2, gradient[0], 1e-3, activation + " at " + x);
            }
        }
    }

    @Test
    void slopesAreExactHoweverSmallOrLargeTheOutput() {
        for (float y : new float[] {Float.MIN_NORMAL, 1f, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
            assertEquals(3f, timesSlope(Activation.RELU, y), "relu at " + y);
            assertEquals(3f, timesSlope(Activation.LEAKY_RELU, y), "leaky relu at " + y);
        }
        for (float y : new float[] {0f, -0f, -Float.MIN_NORMAL, -1f, Float.NEGATIVE_INFINITY}) {
            assertEquals(0f, timesSlope(Activation.RELU, y), "relu at " + y);
            assertEquals(Activation.LEAK * 3f, timesSlope(Activation.LEAKY_RELU, y), "leaky relu at " + y);
        }
    }

    private static float timesSlope(Activation activation, float y) {
        float[] gradient = {3f};
        activation.multiplyByDerivative(gradient, new float[] {y}, 1);
        return gradient[0];
    }
}
