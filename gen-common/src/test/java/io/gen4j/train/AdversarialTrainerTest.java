package io.gen4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gen4j.data.Batch;
import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelRange;
import io.gen4j.model.GenerativeModel;
import io.gen4j.model.ImageSpec;
import io.gen4j.model.ModelConfig;
import io.gen4j.nn.Activation;
import io.gen4j.nn.DenseGraph;
import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.GraphParameters;
import io.gen4j.nn.Network;
import io.gen4j.nn.ParameterGradients;
import io.gen4j.random.RandomStreams;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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

    /** Without batch normalisation, it makes no difference to what is learnt. */
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

    private Metrics step(GraphParameters g, GraphParameters d, boolean apart) {
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
                        new NoModel(), new Player(generator, g, 0.01, 0.9), new Player(discriminator, d, 0.01, 0.9))
                .apart(apart)
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

    /** Writes down what is called. */
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
        public void close() {
            network.close();
        }
    }

    /** Knows the sizes of latents and images, and nothing else. */
    private static final class NoModel implements GenerativeModel {
        @Override
        public int latentSize() {
            return LATENT;
        }

        @Override
        public String family() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ModelConfig config() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ImageSpec spec() {
            return new ImageSpec(new ImageShape(1, 2, 2), List.of());
        }

        @Override
        public PixelRange pixelRange() {
            throw new UnsupportedOperationException();
        }

        @Override
        public INDArray generate(INDArray latents) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Trainer newTrainer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void save(Path file) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, ComputationGraph> networks() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
