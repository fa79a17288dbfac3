package io.gen4j.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import io.gen4j.ConditionalModel;
import io.gen4j.EncoderModel;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.Latents;
import io.gen4j.adversarial.DiscriminatorLabel;
import io.gen4j.adversarial.GeneratorLabel;
import io.gen4j.cgan.ConditionalGan;
import io.gen4j.data.Batch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.dcgan.ConditionalDcgan;
import io.gen4j.dcgan.Dcgan;
import io.gen4j.gan.Gan;
import io.gen4j.metric.likelihood.LatentDensities;
import io.gen4j.vae.Autoencoder;
import io.gen4j.vae.ConditionalVae;
import io.gen4j.vae.Vae;
import io.gen4j.vae.VaeConfig;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class OnnxModelTest {

    private static final double TOLERANCE = 1e-5;
    private static final ImageDataset DIGITS = SyntheticDigits.draw(96, 1);

    /** Tests of a small model per family, with the settings that change the graph. */
    enum Kind {
        GAN(() -> Gan.builder().hidden(32).batchSize(32).epochs(1).build()),
        CGAN(() -> ConditionalGan.builder().hidden(16).batchSize(32).epochs(1).build()),
        DCGAN(() -> Dcgan.builder().features(4).batchSize(32).epochs(1).build()),
        CONDITIONAL_DCGAN(() ->
                ConditionalDcgan.builder().features(4).batchSize(32).epochs(1).build()),
        NORMALIZED_CONDITIONAL_DCGAN(() -> ConditionalDcgan.builder()
                .features(4)
                .batchSize(32)
                .epochs(1)
                .generatorLabel(GeneratorLabel.NORMALIZATION)
                .discriminatorLabel(DiscriminatorLabel.PROJECTION)
                .build()),
        RESIDUAL_CONDITIONAL_DCGAN(() -> ConditionalDcgan.builder()
                .features(4)
                .batchSize(32)
                .epochs(1)
                .residual(true)
                .generatorLabel(GeneratorLabel.NORMALIZATION)
                .build()),
        AUTOENCODER(() -> Autoencoder.builder().hidden(32).epochs(1).build()),
        VAE(() -> Vae.builder().hidden(32).epochs(1).build()),
        DEEP_VAE(() -> Vae.builder().hidden(32).layers(2).epochs(1).build()),
        GATED_VAE_WITH_LEARNT_PRIOR(() -> Vae.builder()
                .hidden(32)
                .gated(true)
                .prior(VaeConfig.Prior.VAMP)
                .pseudoInputs(3)
                .epochs(1)
                .build()),
        GAUSSIAN_VAE(() -> Vae.builder()
                .hidden(32)
                .output(VaeConfig.Output.GAUSSIAN)
                .epochs(1)
                .build()),
        CONVOLUTIONAL_VAE(
                () -> Vae.builder().hidden(32).conv(true).features(4).epochs(1).build()),
        CONDITIONAL_VAE(() -> ConditionalVae.builder().hidden(32).epochs(1).build()),
        CONDITIONAL_CONVOLUTIONAL_VAE(() -> ConditionalVae.builder()
                .hidden(32)
                .conv(true)
                .features(4)
                .epochs(1)
                .build());

        private final Supplier<GenerativeModel> model;

        Kind(Supplier<GenerativeModel> model) {
            this.model = model;
        }

        /** Makes a few updates, so that no bias is 0 and the running statistics have changed. */
        GenerativeModel trained() throws IOException {
            GenerativeModel trained = model.get();
            trained.fit(DIGITS);
            return trained;
        }
    }

    @ParameterizedTest
    @EnumSource
    void onnxRuntimeDrawsTheSameImages(Kind kind) throws Exception {
        try (GenerativeModel model = kind.trained();
                Runtime generator = new Runtime(OnnxModel.of(model).get(0))) {
            for (int n : new int[] {1, 64}) {
                INDArray latents = Latents.normal(n, model.latentSize(), n);
                generator.with("z", latents, n, model.latentSize());
                INDArray expected;
                if (model instanceof ConditionalModel conditional) {
                    int[] labels =
                            IntStream.range(0, n).map(i -> (i * 7 + 3) % 10).toArray();
                    generator.with("label", labels);
                    expected = conditional.generate(latents, labels);
                } else {
                    expected = model.generate(latents);
                }
                assertClose(expected, generator.run("image"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "AUTOENCODER",
                "VAE",
                "DEEP_VAE",
                "GAUSSIAN_VAE",
                "CONVOLUTIONAL_VAE",
                "CONDITIONAL_VAE",
                "CONDITIONAL_CONVOLUTIONAL_VAE"
            })
    void onnxRuntimeEncodesTheSame(Kind kind) throws Exception {
        try (EncoderModel model = (EncoderModel) kind.trained();
                Runtime encoder = new Runtime(OnnxModel.of(model).get(1))) {
            for (int n : new int[] {1, 64}) {
                Batch batch = model.batches(DIGITS).first(n);
                encoder.with("image", batch.images(), n, 1, 28, 28);
                if (model instanceof ConditionalModel) {
                    encoder.with("label", batch.labels());
                }
                boolean variational = model instanceof LatentDensities;
                assertClose(model.encode(batch), encoder.run(variational ? "mean" : "z"));
                if (model instanceof LatentDensities densities) {
                    INDArray moments = densities.posterior(batch);
                    INDArray logVariance = moments.get(
                            org.nd4j.linalg.indexing.NDArrayIndex.all(),
                            org.nd4j.linalg.indexing.NDArrayIndex.interval(model.latentSize(), 2 * model.latentSize()));
                    assertClose(logVariance.dup('c'), encoder.run("log_variance"));
                }
            }
        }
    }

    @Test
    void colouredImagesKeepTheirChannels() throws Exception {
        ImageSpec spec = new ImageSpec(new ImageShape(3, 16, 16), ImageSpec.MNIST.labelNames());
        try (Dcgan model = Dcgan.builder(spec).features(4).build();
                Runtime generator = new Runtime(OnnxModel.of(model).get(0))) {
            INDArray latents = Latents.normal(3, model.latentSize(), 1);
            generator.with("z", latents, 3, model.latentSize());
            assertClose(model.generate(latents), generator.run("image"));
        }
    }

    @Test
    void namesInputsOutputsAndWhatPixelsMean() throws Exception {
        try (ConditionalGan model = ConditionalGan.builder().hidden(8).build();
                Runtime generator = new Runtime(OnnxModel.of(model).get(0))) {
            assertEquals(
                    Map.ofEntries(
                            Map.entry("family", "cgan"),
                            Map.entry("task", "generator"),
                            Map.entry("latent_size", "100"),
                            Map.entry("prior", "normal"),
                            Map.entry("channels", "1"),
                            Map.entry("height", "28"),
                            Map.entry("width", "28"),
                            Map.entry("pixel_min", "-1.0"),
                            Map.entry("pixel_max", "1.0"),
                            Map.entry("labels", "[\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"]")),
                    generator.metadata());
            String signature = generator.signature();
            assertTrue(signature.matches("(?s).*z.*100.*label.*INT64.*image.*28.*"), signature);
        }
    }

    @Test
    void onnxRuntimeRefusesALabelThatDoesNotExist() throws Exception {
        try (ConditionalGan model = ConditionalGan.builder().hidden(8).build();
                Runtime generator = new Runtime(OnnxModel.of(model).get(0))) {
            generator.with("z", Latents.normal(1, 100, 1), 1, 100).with("label", 10);
            OrtException e = assertThrows(OrtException.class, () -> generator.run("image"));
            assertTrue(e.getMessage().contains("10"), e.getMessage());
        }
    }

    @Test
    void equalWeightsGiveEqualBytes() {
        try (Gan one = Gan.builder().hidden(8).build();
                Gan other = Gan.builder().hidden(8).build()) {
            assertArrayEquals(
                    OnnxModel.of(one).get(0).toByteArray(),
                    OnnxModel.of(other).get(0).toByteArray());
        }
    }

    @Test
    void replacesNoFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("generator.onnx"), "mine");
        try (Gan model = Gan.builder().hidden(8).build()) {
            OnnxModel generator = OnnxModel.of(model).get(0);
            assertThrows(FileAlreadyExistsException.class, () -> generator.write(file));
            assertEquals("mine", Files.readString(file));
        }
    }

    private static void assertClose(INDArray expected, INDArray actual) {
        assertEquals(expected.size(0), actual.size(0));
        assertEquals(expected.length(), actual.length());
        double largest = expected.sub(actual).amaxNumber().doubleValue();
        assertTrue(largest < TOLERANCE, "the largest difference is " + largest);
    }
}
