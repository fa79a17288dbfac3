package io.gen4j.adversarial;

import static io.gen4j.nn.Gradients.assertGradient;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.Metrics;
import io.gen4j.NoModel;
import io.gen4j.data.Batch;
import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.Network;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.optim.MovingAverage;
import io.gen4j.random.RandomStreams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class AdversarialTrainerTest {

    private static final int LATENT = 3;
    private static final int PIXELS = 4;
    private static final int BATCH = 5;

    private final List<String> calls = new ArrayList<>();
    private final List<float[]> latents = new ArrayList<>();
    private final List<float[]> discriminatorGradients = new ArrayList<>();
    private final INDArray images = Nd4j.rand(DataType.FLOAT, BATCH, PIXELS);
    private final List<float[]> discriminatorValues = new ArrayList<>();
    private final List<float[]> generatorValues = new ArrayList<>();

    @Test
    void updatesTheDiscriminatorAndThenTheGenerator() {
        GraphParameters g = parameters(LATENT, PIXELS, 1);
        GraphParameters d = parameters(PIXELS, 1, 2);
        float[] generatorBefore = g.values().toFloatVector();
        float[] discriminatorBefore = d.values().toFloatVector();
        step(g, d, false);
        assertEquals(
                List.of(
                        "G forward 5",
                        "D forward 10",
                        "D backward WRITE",
                        "G forward 5",
                        "D forward 5",
                        "D backwardToInput SKIP",
                        "G backward WRITE"),
                calls);
        assertFalse(Arrays.equals(latents.get(0), latents.get(1)), "each update draws its own noise");
        assertFalse(Arrays.equals(discriminatorBefore, discriminatorValues.get(1)), "D learns first");
        assertArrayEquals(generatorBefore, generatorValues.get(1));
        assertFalse(Arrays.equals(generatorBefore, g.values().toFloatVector()), "G learns second");
        assertArrayEquals(discriminatorValues.get(1), d.values().toFloatVector());
        assertArrayEquals(discriminatorGradients.get(1), d.gradients().toFloatVector());
    }

    /** Without batch normalisation, separate batches do not change the training. */
    @Test
    void showsTheDiscriminatorRealAndFakeApartIfAskedTo() {
        GraphParameters g = parameters(LATENT, PIXELS, 1);
        GraphParameters d = parameters(PIXELS, 1, 2);
        GraphParameters together = parameters(PIXELS, 1, 2);
        Metrics expected = step(parameters(LATENT, PIXELS, 1), together, false);
        calls.clear();
        Metrics actual = step(g, d, true);
        assertEquals(
                List.of(
                        "G forward 5",
                        "D forward 5",
                        "D backward WRITE",
                        "D forward 5",
                        "D backward ADD",
                        "G forward 5",
                        "D forward 5",
                        "D backwardToInput SKIP",
                        "G backward WRITE"),
                calls);
        assertArrayEquals(together.gradients().toFloatVector(), d.gradients().toFloatVector(), 1e-6f);
        for (String name : expected.names()) {
            assertEquals(expected.value(name), actual.value(name), 1e-6, name);
        }
    }

    @Test
    void theGeneratorLearnsAfterTheLastOfSeveralCriticSteps() {
        AdversarialConfig config = AdversarialConfig.builder().criticSteps(3).build();
        GraphParameters g = parameters(LATENT, PIXELS, 1);
        GraphParameters average = parameters(LATENT, PIXELS, 1);
        MovingAverage moving = new MovingAverage(g, average, 0.9);
        List<Integer> learnt = new ArrayList<>();
        try (AdversarialTrainer trainer = AdversarialTrainer.builder(
                        new NoModel(), player("G", g), player("D", parameters(PIXELS, 1, 2)))
                .config(config)
                .average(moving)
                .build()) {
            for (int step = 1; step <= 7; step++) {
                calls.clear();
                trainer.step(batch());
                assertTrue(calls.contains("D backward WRITE"), "the discriminator always learns");
                if (calls.contains("G backward WRITE")) {
                    learnt.add(step);
                }
            }
        }
        assertEquals(List.of(3, 6), learnt);
        assertEquals(2, moving.updates());
        assertFalse(g.values().equals(average.values()));
    }

    @Test
    void namesWhatItReportsAfterTheLoss() {
        assertEquals(
                List.of("d_loss_nats", "g_loss_nats", "d_real", "d_fake"),
                step(AdversarialConfig.DEFAULTS).names());
        Metrics penalized = step(AdversarialConfig.builder()
                .loss(AdversarialLoss.WASSERSTEIN)
                .gradientPenalty(10)
                .build());
        assertEquals(
                List.of("d_loss", "g_loss", "d_real_output", "d_fake_output", "gradient_penalty"), penalized.names());
        assertEquals(
                penalized.value("d_fake_output") - penalized.value("d_real_output"), penalized.value("d_loss"), 1e-5);
        assertEquals(linearPenalty(), penalized.value("gradient_penalty"), 1e-4);
    }

    /**
     * The weight is gamma / 2, at real and at fake images alike. Every third update has three times the weight, the
     * others none.
     */
    @Test
    void addsR1AndR2InEveryUpdateOrLazily() {
        AdversarialConfig.Builder config = AdversarialConfig.builder().r1(4).r2(8);
        Metrics metrics = step(config.build());
        assertEquals(
                List.of("d_loss_nats", "g_loss_nats", "d_real", "d_fake", "r1_penalty", "r2_penalty"), metrics.names());
        double squares = squaredWeights(parameters(PIXELS, 1, 2));
        assertEquals(2 * squares, metrics.value("r1_penalty"), 1e-4);
        assertEquals(4 * squares, metrics.value("r2_penalty"), 1e-4);
        GraphParameters d = parameters(PIXELS, 1, 2);
        try (AdversarialTrainer trainer = AdversarialTrainer.builder(
                        new NoModel(), player("G", parameters(LATENT, PIXELS, 1)), player("D", d))
                .config(config.penaltyInterval(3).build())
                .build()) {
            for (int step = 1; step <= 7; step++) {
                double before = squaredWeights(d);
                Metrics lazy = trainer.step(batch());
                double times = step % 3 == 1 ? 3 : 0;
                assertEquals(times * 2 * before, lazy.value("r1_penalty"), 1e-3, "update " + step);
                assertEquals(times * 4 * before, lazy.value("r2_penalty"), 1e-3, "update " + step);
            }
        }
    }

    /** The gradient of gamma / 2 · |w|² with respect to w is gamma w. The bias has none. */
    @ParameterizedTest
    @EnumSource
    void everyLossLearnsFromR1(AdversarialLoss loss) {
        AdversarialConfig.Builder config = AdversarialConfig.builder().loss(loss);
        GraphParameters less = parameters(PIXELS, 1, 2);
        GraphParameters more = parameters(PIXELS, 1, 2);
        INDArray w = less.values().dup();
        step(config.r1(1).build(), less);
        step(config.r1(6).build(), more);
        INDArray expected = w.mul(5);
        expected.putScalar(PIXELS, 0);
        assertArrayEquals(
                expected.toFloatVector(), more.gradients().sub(less.gradients()).toFloatVector(), 1e-4f);
    }

    /**
     * Checks both losses and all gradients of a step against the published formula, by outputs and finite differences.
     */
    @Test
    void comparesPairsOfImages() {
        GraphParameters g = parameters(LATENT, PIXELS, 1);
        GraphParameters d = parameters(PIXELS, 1, 2);
        double[] theta = d.values().toDoubleVector();
        double[] phi = g.values().toDoubleVector();
        List<double[]> noise = new ArrayList<>();
        Network generator = new Recorder("G", new DenseNetwork(g, new DenseNetwork.Layer("a", Activation.TANH))) {
            @Override
            public INDArray forward(INDArray input) {
                noise.add(input.dup().data().asDouble());
                return super.forward(input);
            }
        };
        try (AdversarialTrainer trainer = AdversarialTrainer.builder(
                        new NoModel(), new TrainableNetwork(generator, g, 0.01, 0.9), player("D", d))
                .config(AdversarialConfig.builder()
                        .loss(AdversarialLoss.RELATIVISTIC)
                        .build())
                .build()) {
            Metrics metrics = trainer.step(batch());
            assertEquals(pairs(theta, phi, noise.get(0), 1), metrics.value("d_loss"), 1e-5);
            assertGradient(
                    at -> pairs(at, phi, noise.get(0), 1), theta, d.gradients().toDoubleVector(), 1e-4);
            double[] learnt = d.values().toDoubleVector();
            assertEquals(pairs(learnt, phi, noise.get(1), -1), metrics.value("g_loss"), 1e-5);
            assertGradient(
                    at -> pairs(learnt, at, noise.get(1), -1),
                    phi,
                    g.gradients().toDoubleVector(),
                    1e-4);
        }
    }

    /** The mean of softplus(-side (D(x) - D(G(z)))). */
    private double pairs(double[] theta, double[] phi, double[] z, int side) {
        double sum = 0;
        for (int i = 0; i < BATCH; i++) {
            double difference = 0;
            for (int j = 0; j < PIXELS; j++) {
                double fake = phi[PIXELS * LATENT + j];
                for (int k = 0; k < LATENT; k++) {
                    fake += phi[j * LATENT + k] * z[i * LATENT + k];
                }
                difference += theta[j] * (images.getDouble(i, j) - Math.tanh(fake));
            }
            sum += Math.log1p(Math.exp(-side * difference)) / BATCH;
        }
        return sum;
    }

    /** In both turns, row i has the label of the real image i. */
    @Test
    void pairsHaveTheSameLabel() {
        int labels = 3;
        GraphParameters d = parameters(PIXELS + labels, 1, 2);
        int[] given = {2, 0, 0, 1, 2};
        List<int[]> seen = new ArrayList<>();
        Network discriminator = new Recorder("D", linear(d)) {
            @Override
            public INDArray forward(INDArray input) {
                INDArray oneHot = input.get(NDArrayIndex.all(), NDArrayIndex.interval(PIXELS, PIXELS + labels));
                seen.add(oneHot.argMax(1).toIntVector());
                return super.forward(input);
            }
        };
        try (AdversarialTrainer trainer = AdversarialTrainer.builder(
                        new NoModel(),
                        player("G", parameters(LATENT + labels, PIXELS, 1)),
                        new TrainableNetwork(discriminator, d, 0.01, 0.9))
                .config(AdversarialConfig.builder()
                        .loss(AdversarialLoss.RELATIVISTIC)
                        .build())
                .labels(labels)
                .build()) {
            trainer.step(new Batch(images.dup(), given));
        }
        assertEquals(3, seen.size());
        assertArrayEquals(new int[] {2, 0, 0, 1, 2, 2, 0, 0, 1, 2}, seen.get(0));
        assertArrayEquals(given, seen.get(1), "real images in the generator's turn");
        assertArrayEquals(given, seen.get(2), "fake images in the generator's turn");
    }

    @Test
    void refusesPairsInSeparateBatches() {
        AdversarialTrainer.Builder builder = AdversarialTrainer.builder(
                        new NoModel(),
                        player("G", parameters(LATENT, PIXELS, 1)),
                        player("D", parameters(PIXELS, 1, 2)))
                .config(AdversarialConfig.builder()
                        .loss(AdversarialLoss.RELATIVISTIC)
                        .build())
                .separateBatches(true);
        String message =
                assertThrows(IllegalArgumentException.class, builder::build).getMessage();
        assertTrue(message.startsWith("objective is relativistic"), message);
    }

    private static double squaredWeights(GraphParameters d) {
        return Math.pow(norm(d), 2);
    }

    /** The discriminator is w x + b, so its gradient is w everywhere. */
    private static double linearPenalty() {
        float[] w = Arrays.copyOf(parameters(PIXELS, 1, 2).values().toFloatVector(), PIXELS);
        double squares = 0;
        for (float value : w) {
            squares += value * value;
        }
        return 10 * Math.pow(Math.sqrt(squares) - 1, 2);
    }

    @Test
    void thePenaltyMovesTheDiscriminator() {
        AdversarialConfig.Builder wasserstein = AdversarialConfig.builder().loss(AdversarialLoss.WASSERSTEIN);
        GraphParameters without = parameters(PIXELS, 1, 2);
        GraphParameters with = parameters(PIXELS, 1, 2);
        step(wasserstein.gradientPenalty(1e-6).build(), without);
        step(wasserstein.gradientPenalty(10).build(), with);
        assertFalse(without.gradients().equalsWithEps(with.gradients(), 0.1));
    }

    @Test
    void clipsAfterTheUpdate() {
        GraphParameters d = parameters(PIXELS, 1, 2);
        step(
                AdversarialConfig.builder()
                        .loss(AdversarialLoss.WASSERSTEIN)
                        .weightClip(0.05)
                        .build(),
                d);
        assertEquals(0.05f, d.values().amaxNumber().floatValue());
    }

    /** During the passes, |w| is 1. The learning weights keep their length, except for the learning rate's effect. */
    @Test
    void judgesWithNormalizedWeights() {
        GraphParameters d = parameters(PIXELS, 1, 2);
        d.values().muli(30);
        double[] norms = new double[2];
        Network discriminator = new Recorder("D", linear(d)) {
            @Override
            public INDArray forward(INDArray input) {
                norms[input.size(0) == BATCH ? 1 : 0] = norm(d);
                return super.forward(input);
            }
        };
        double before = norm(d);
        try (AdversarialTrainer trainer = AdversarialTrainer.builder(
                        new NoModel(),
                        player("G", parameters(LATENT, PIXELS, 1)),
                        new TrainableNetwork(discriminator, d, 0.01, 0.9))
                .config(AdversarialConfig.builder().spectralNorm(true).build())
                .build()) {
            trainer.step(batch());
            assertTrue(trainer.constraint() instanceof SpectralNormalization);
        }
        assertArrayEquals(new double[] {1, 1}, norms, 1e-5);
        assertEquals(before, norm(d), 0.05);
    }

    private static double norm(GraphParameters d) {
        double squares = 0;
        for (int i = 0; i < PIXELS; i++) {
            squares += Math.pow(d.values().getDouble(i), 2);
        }
        return Math.sqrt(squares);
    }

    /** For real images alone, BCE(x, 1 - s) = BCE(x, 1) + s x. */
    @Test
    void smoothsTheTargetsOfRealImages() {
        double smoothed =
                step(AdversarialConfig.builder().labelSmoothing(0.2).build()).value("d_loss_nats");
        double plain = step(AdversarialConfig.DEFAULTS).value("d_loss_nats");
        INDArray outputs = linear(parameters(PIXELS, 1, 2)).forward(images.dup());
        assertEquals(plain + 0.2 * outputs.meanNumber().doubleValue(), smoothed, 1e-5);
    }

    @Test
    void instanceNoiseFadesAway() {
        AdversarialConfig config = AdversarialConfig.builder()
                .instanceNoise(0.5)
                .instanceNoiseSteps(2)
                .build();
        GraphParameters d = parameters(PIXELS, 1, 2);
        List<INDArray> seen = new ArrayList<>();
        Network discriminator = new Recorder("D", linear(d)) {
            @Override
            public INDArray forward(INDArray input) {
                seen.add(input.get(NDArrayIndex.interval(0, BATCH), NDArrayIndex.all())
                        .sub(images));
                return super.forward(input);
            }
        };
        try (AdversarialTrainer trainer = AdversarialTrainer.builder(
                        new NoModel(),
                        player("G", parameters(LATENT, PIXELS, 1)),
                        new TrainableNetwork(discriminator, d, 0.01, 0.9))
                .config(config)
                .build()) {
            for (int step = 1; step <= 3; step++) {
                trainer.step(batch());
            }
        }
        double first = seen.get(0).stdNumber().doubleValue();
        double second = seen.get(2).stdNumber().doubleValue();
        assertTrue(first > 0.3 && first < 0.7, "first " + first);
        assertTrue(second > 0.15 && second < 0.35, "second " + second);
        assertEquals(0, seen.get(4).amaxNumber().doubleValue(), 1e-7);
    }

    @Test
    void augmentsWhatBothTurnsSee() {
        Metrics plain = step(AdversarialConfig.DEFAULTS);
        Metrics augmented = step(AdversarialConfig.builder().diffAugment(true).build());
        for (String name : plain.names()) {
            assertTrue(Math.abs(plain.value(name) - augmented.value(name)) > 1e-6, name);
        }
    }

    @Test
    void showsBatchesApartToADiscriminatorThatSeesTheirVariety() {
        step(AdversarialConfig.builder().minibatchStddev(true).build());
        assertEquals(List.of("D forward 5", "D backward WRITE", "D forward 5", "D backward ADD"), calls.subList(1, 5));
    }

    @Test
    void trainsOnASingleImage() {
        try (AdversarialTrainer trainer = AdversarialTrainer.builder(
                        new NoModel(),
                        player("G", parameters(LATENT, PIXELS, 1)),
                        player("D", parameters(PIXELS, 1, 2)))
                .build()) {
            Metrics metrics = trainer.step(new Batch(Nd4j.ones(DataType.FLOAT, 1, PIXELS), new int[0]));
            assertTrue(Double.isFinite(metrics.value("g_loss_nats")));
        }
    }

    private Metrics step(AdversarialConfig config) {
        return step(config, parameters(PIXELS, 1, 2));
    }

    private Metrics step(AdversarialConfig config, GraphParameters d) {
        calls.clear();
        try (AdversarialTrainer trainer = AdversarialTrainer.builder(
                        new NoModel(), player("G", parameters(LATENT, PIXELS, 1)), player("D", d))
                .config(config)
                .seed(1)
                .build()) {
            return trainer.step(batch());
        }
    }

    private Batch batch() {
        return new Batch(images.dup(), new int[0]);
    }

    private TrainableNetwork player(String name, GraphParameters parameters) {
        return new TrainableNetwork(new Recorder(name, linear(parameters)), parameters, 0.01, 0.9);
    }

    private static Network linear(GraphParameters parameters) {
        return new DenseNetwork(parameters, new DenseNetwork.Layer("a", Activation.IDENTITY));
    }

    private Metrics step(GraphParameters g, GraphParameters d, boolean separateBatches) {
        Network generator = new Recorder("G", new DenseNetwork(g, new DenseNetwork.Layer("a", Activation.TANH))) {
            @Override
            public INDArray forward(INDArray input) {
                latents.add(input.dup().data().asFloat());
                discriminatorGradients.add(d.gradients().toFloatVector());
                discriminatorValues.add(d.values().toFloatVector());
                generatorValues.add(g.values().toFloatVector());
                return super.forward(input);
            }
        };
        Network discriminator =
                new Recorder("D", new DenseNetwork(d, new DenseNetwork.Layer("a", Activation.IDENTITY)));
        try (AdversarialTrainer trainer = AdversarialTrainer.builder(
                        new NoModel(),
                        new TrainableNetwork(generator, g, 0.01, 0.9),
                        new TrainableNetwork(discriminator, d, 0.01, 0.9))
                .separateBatches(separateBatches)
                .seed(1)
                .build()) {
            return trainer.step(new Batch(images.dup(), new int[0]));
        }
    }

    private static GraphParameters parameters(int inputs, int outputs, int seed) {
        ComputationGraph graph = new ComputationGraph(DenseGraph.builder()
                .addInputs("x")
                .addLayer("a", DenseGraph.layer(inputs, outputs, org.nd4j.linalg.activations.Activation.TANH), "x")
                .setOutputs("a")
                .build());
        graph.init();
        GraphParameters parameters = new GraphParameters(graph);
        parameters.initialize(new RandomStreams(seed).stream("test", 0), "a");
        return parameters;
    }

    /** A recorder of calls. */
    private class Recorder implements Network {
        private final String name;
        private final Network network;

        Recorder(String name, Network network) {
            this.name = name;
            this.network = network;
        }

        @Override
        public INDArray forward(INDArray input) {
            calls.add(name + " forward " + input.size(0));
            return network.forward(input);
        }

        @Override
        public void backward(INDArray gradient, ParameterGradients parameterGradients) {
            calls.add(name + " backward " + parameterGradients);
            network.backward(gradient, parameterGradients);
        }

        @Override
        public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
            calls.add(name + " backwardToInput " + parameterGradients);
            return network.backwardToInput(gradient, parameterGradients);
        }

        @Override
        public Network linearized() {
            return network.linearized();
        }

        @Override
        public void close() {
            network.close();
        }
    }
}
