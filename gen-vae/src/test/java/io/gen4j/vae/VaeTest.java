package io.gen4j.vae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.Metrics;
import io.gen4j.Preset;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingStep;
import io.gen4j.data.Batch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.optim.LearningRateSchedule;
import io.gen4j.persist.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class VaeTest {

    private static final ImageDataset DIGITS = SyntheticDigits.draw(600, 1);
    private static final VaeConfig SMALL =
            VaeConfig.builder().latent(5).hidden(32).epochs(3).batchSize(50).build();

    @Test
    void learns() throws IOException {
        List<Metrics> epochs = new ArrayList<>();
        try (Vae vae = new Vae(SMALL, ImageSpec.MNIST)) {
            vae.fit(DIGITS, record(epochs));
        }
        assertEquals(3, epochs.size());
        assertTrue(epochs.get(2).value("loss_nats") < 0.8 * epochs.get(0).value("loss_nats"), epochs.toString());
    }

    @Test
    void givesTheSameNumbersForTheSameSeed() throws IOException {
        assertArrayEquals(trainedSample(SMALL), trainedSample(SMALL));
    }

    /** The learning rate follows how far the training is, whoever asks for the updates. */
    @Test
    void stepsComeToTheSameAsFitWithASchedule() throws IOException {
        VaeConfig config = VaeConfig.builder()
                .latent(5)
                .hidden(8)
                .epochs(2)
                .batchSize(50)
                .schedule(LearningRateSchedule.COSINE)
                .build();
        try (Vae fitted = new Vae(config, ImageSpec.MNIST);
                Vae stepped = new Vae(config, ImageSpec.MNIST);
                Stream<TrainingStep> steps = stepped.steps(DIGITS.limit(120))) {
            fitted.fit(DIGITS.limit(120));
            assertEquals(6, steps.toList().size());
            assertArrayEquals(
                    fitted.graph().params().toFloatVector(),
                    stepped.graph().params().toFloatVector());
        }
    }

    @Test
    void givesTheSameImagesAfterSavingAndLoading(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("model.zip");
        try (Vae vae = new Vae(SMALL, ImageSpec.of(DIGITS));
                INDArray images = vae.sample(3, 7)) {
            vae.save(file);
            try (GenerativeModel loaded = ModelFile.load(file);
                    INDArray again = loaded.sample(3, 7)) {
                assertArrayEquals(images.toFloatMatrix(), again.toFloatMatrix());
                assertEquals(vae.config(), loaded.config());
                assertEquals(vae.spec(), loaded.spec());
            }
        }
        assertEquals(List.of("model.zip"), names(directory));
    }

    /** Without a class of ours: the graph goes from images to reconstructions through the mean. */
    @ParameterizedTest
    @EnumSource(Activation.class)
    void isSavedAsAnOrdinaryGraph(Activation activation, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("model.zip");
        VaeConfig deep = VaeConfig.builder()
                .latent(5)
                .hidden(32)
                .layers(2)
                .activation(activation)
                .build();
        try (Vae vae = new Vae(deep, ImageSpec.of(DIGITS));
                INDArray images = vae.sample(4, 1);
                INDArray reconstructed = vae.reconstruct(images)) {
            vae.save(file);
            INDArray output = ComputationGraph.load(file.toFile(), false).output(images)[0];
            assertTrue(output.equalsWithEps(reconstructed, 1e-5));
        }
    }

    /** DL4J alone runs the gates, and gives the pseudo-inputs as a second output. */
    @Test
    void isSavedAsAnOrdinaryGraphWithGatesAndPseudoInputs(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("model.zip");
        try (Vae vae = learntPrior();
                INDArray images = vae.sample(4, 1);
                INDArray reconstructed = vae.reconstruct(images)) {
            vae.save(file);
            INDArray[] outputs = ComputationGraph.load(file.toFile(), false)
                    .output(images, Nd4j.createFromArray(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 0, 0}}));
            assertTrue(outputs[0].equalsWithEps(reconstructed, 1e-5));
            assertArrayEquals(new long[] {4, 784}, outputs[1].shape());
            try (GenerativeModel loaded = ModelFile.load(file);
                    INDArray again = loaded.sample(4, 1)) {
                assertArrayEquals(images.toFloatMatrix(), again.toFloatMatrix());
            }
        }
    }

    private static Vae learntPrior() {
        return Vae.builder(ImageSpec.of(DIGITS))
                .latent(5)
                .hidden(32)
                .gated(true)
                .prior(VaeConfig.Prior.VAMP)
                .pseudoInputs(3)
                .epochs(1)
                .build();
    }

    /** By hand: the mixture of q(z|u) of the graph's pseudo-inputs, at one latent. */
    @Test
    void itsPriorIsTheMixtureOfEncodedPseudoInputs() {
        try (Vae vae = learntPrior();
                INDArray latents = vae.prior().sample(2000, 1)) {
            INDArray inputs = vae.graph()
                    .output(Nd4j.zeros(DataType.FLOAT, 3, 784), Nd4j.eye(3).castTo(DataType.FLOAT))[1];
            try (INDArray moments = vae.posterior(new Batch(inputs, new int[0]))) {
                double density = 0;
                for (int k = 0; k < 3; k++) {
                    double log = 0;
                    for (int i = 0; i < 5; i++) {
                        double variance = Math.exp(moments.getDouble(k, 5 + i));
                        double distance = latents.getDouble(0, i) - moments.getDouble(k, i);
                        log -= 0.5 * (distance * distance / variance + Math.log(2 * Math.PI * variance));
                    }
                    density += Math.exp(log) / 3;
                }
                assertEquals(Math.log(density), vae.prior().logDensities(latents)[0], 1e-4);
                INDArray mean = moments.mean(0);
                for (int i = 0; i < 5; i++) {
                    assertEquals(
                            mean.getDouble(i), latents.getColumn(i).meanNumber().doubleValue(), 0.1);
                }
            }
            assertFalse(vae.hasNormalLatents());
        }
    }

    /** The first preset is what a run without one gets. */
    @Test
    void thePlainPresetIsTheDefault() {
        List<Preset<VaeConfig>> presets = new VaeFamily().presets();
        assertEquals(
                List.of("plain", "best"), presets.stream().map(Preset::name).toList());
        assertEquals(VaeConfig.DEFAULTS, presets.get(0).config());
        assertTrue(presets.get(1).config().binarize(), "the protocol is on black and white pixels");
    }

    @Test
    void refusesCombinationsThatAreNotDefined() {
        assertRefused(VaeConfig.builder().gated(true).conv(true), "gated is true");
        assertRefused(VaeConfig.builder().gated(true).activation(Activation.TANH), "activation is tanh");
        assertRefused(VaeConfig.conditionalBuilder().prior(VaeConfig.Prior.VAMP), "prior is vamp");
        assertRefused(VaeConfig.builder().iwae(0), "iwae is 0");
        assertRefused(VaeConfig.builder().pseudoInputs(0), "pseudo-inputs is 0");
    }

    private static void assertRefused(VaeConfig.Builder<VaeConfig> settings, String message) {
        String refusal =
                assertThrows(IllegalArgumentException.class, settings::build).getMessage();
        assertTrue(refusal.contains(message), refusal);
    }

    @Test
    void refusesWhatIsNoModel(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("model.zip"), "no zip");
        IOException refusal = assertThrows(IOException.class, () -> ModelFile.load(file));
        assertTrue(refusal.getMessage().contains(file.toString()), refusal.getMessage());
        assertThrows(IOException.class, () -> ModelFile.load(directory.resolve("missing.zip")));
    }

    @Test
    void refusesSettingsThatCannotBe() {
        assertThrows(
                IllegalArgumentException.class,
                () -> VaeConfig.builder().latent(0).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> VaeConfig.builder().learningRate(Double.NaN).build());
    }

    @Test
    void refusesSettingsThatContradictEachOther() {
        VaeConfig.Builder<VaeConfig> deep = VaeConfig.builder().conv(true).layers(2);
        assertTrue(assertThrows(IllegalArgumentException.class, deep::build)
                .getMessage()
                .contains("layers is 2"));
        VaeConfig.Builder<VaeConfig> grey =
                VaeConfig.builder().output(VaeConfig.Output.GAUSSIAN).binarize(true);
        assertTrue(assertThrows(IllegalArgumentException.class, grey::build)
                .getMessage()
                .contains("binarize is true"));
    }

    @Test
    void refusesAVarianceThatNothingHas() {
        VaeConfig.Builder<VaeConfig> bernoulli = VaeConfig.builder().variance(0.1);
        assertTrue(assertThrows(IllegalArgumentException.class, bernoulli::build)
                .getMessage()
                .contains("variance is 0.1"));
        assertEquals(0.1, bernoulli.output(VaeConfig.Output.GAUSSIAN).build().variance());
        assertThrows(IllegalArgumentException.class, bernoulli.variance(-1)::build);
        assertThrows(IllegalArgumentException.class, VaeConfig.builder().beta(0)::build);
        assertThrows(IllegalArgumentException.class, VaeConfig.builder().warmUpSteps(-1)::build);
    }

    /** Draws of q(z|x) scatter about the mean that encode gives. */
    @Test
    void drawsLatentsOfAnImage() {
        try (Vae vae = new Vae(SMALL, ImageSpec.of(DIGITS));
                INDArray image = vae.sample(1, 3);
                INDArray copies = Nd4j.repeat(image, 2000).reshape(2000, image.size(1));
                INDArray means = vae.encode(image);
                INDArray draws = vae.encode(new Batch(copies, new int[0]), new SplittableRandom(1))) {
            INDArray mean = draws.mean(0);
            for (int i = 0; i < SMALL.latent(); i++) {
                assertEquals(means.getDouble(0, i), mean.getDouble(i), 0.1);
            }
            assertTrue(draws.std(0).minNumber().doubleValue() > 0.5);
        }
    }

    private static float[][] trainedSample(VaeConfig config) throws IOException {
        try (Vae vae = new Vae(config, ImageSpec.MNIST)) {
            vae.fit(DIGITS);
            try (INDArray images = vae.sample(2)) {
                return images.toFloatMatrix();
            }
        }
    }

    private static TrainingListener record(List<Metrics> epochs) {
        return new TrainingListener() {
            @Override
            public void epochEnded(int epoch, Metrics mean) {
                epochs.add(mean);
            }
        };
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
