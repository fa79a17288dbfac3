package io.gen4j.vae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.ConditionalModel;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.LatentModel;
import io.gen4j.Metrics;
import io.gen4j.TrainingListener;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.persist.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ConvolutionalVaeTest {

    private static VaeConfig.Builder<VaeConfig> small() {
        return small(VaeConfig.builder());
    }

    private static VaeConfig.Builder<VaeConfig> small(VaeConfig.Builder<VaeConfig> builder) {
        return builder.conv(true).latent(3).hidden(8).features(4).batchSize(20);
    }

    private static AbstractVae model(VaeConfig config, ImageSpec spec) {
        return (AbstractVae) new VaeFamily().create(config, spec);
    }

    /** DL4J's own layers run the same graph. */
    @ParameterizedTest
    @CsvSource({"1,28", "1,16", "3,32"})
    void reconstructsAsItsGraphDoes(int channels, int side) {
        ImageSpec spec = new ImageSpec(new ImageShape(channels, side, side), List.of());
        try (AbstractVae vae = model(small().build(), spec)) {
            INDArray images = Nd4j.rand(DataType.FLOAT, 5, spec.shape().size());
            INDArray expected = vae.graph().output(images)[0];
            assertArrayEquals(images.shape(), expected.shape());
            assertTrue(expected.equalsWithEps(((LatentModel) vae).reconstruct(images), 1e-5));
        }
    }

    /** The gradient that the trainer writes, against the difference of the loss that it reports. */
    @Test
    void descendsTheBound() throws IOException {
        ImageDataset digits = SyntheticDigits.draw(200, 1);
        List<Double> losses = new ArrayList<>();
        try (AbstractVae vae = model(small().epochs(8).learningRate(0.01).build(), ImageSpec.of(digits))) {
            vae.fit(digits, new TrainingListener() {
                @Override
                public void epochEnded(int epoch, Metrics mean) {
                    losses.add(mean.value("loss_nats"));
                }
            });
        }
        assertTrue(losses.get(7) < 0.6 * losses.get(0), losses.toString());
    }

    @Test
    void aConditionalOneIsToldTheLabelOnBothSides(@TempDir Path directory) throws IOException {
        VaeConfig config = small(VaeConfig.conditionalBuilder()).epochs(1).build();
        Path file = directory.resolve("model.zip");
        try (AbstractVae vae = model(config, ImageSpec.MNIST)) {
            vae.fit(SyntheticDigits.draw(40, 1));
            INDArray one = ((ConditionalModel) vae).sample("1", 3, 2);
            INDArray two = ((ConditionalModel) vae).sample("2", 3, 2);
            assertTrue(one.sub(two).amaxNumber().doubleValue() > 1e-4);
            vae.save(file);
            try (GenerativeModel loaded = ModelFile.load(file)) {
                assertArrayEquals(
                        one.toFloatMatrix(),
                        ((ConditionalModel) loaded).sample("1", 3, 2).toFloatMatrix());
            }
        }
    }

    @Test
    void refusesImagesThatCannotBeHalved() {
        ImageSpec odd = new ImageSpec(new ImageShape(1, 27, 27), List.of());
        String message = assertThrows(IllegalArgumentException.class, () -> model(small().build(), odd))
                .getMessage();
        assertTrue(message.contains("27x27"), message);
        assertEquals(-1, message.indexOf('\n'));
    }

    @Test
    void drawingDoesNotChangeTheSavedFile(@TempDir Path directory) throws IOException {
        try (AbstractVae vae = model(small().epochs(1).build(), ImageSpec.MNIST)) {
            vae.fit(SyntheticDigits.draw(40, 1));
            vae.save(directory.resolve("before.zip"));
            vae.sample(3).close();
            vae.save(directory.resolve("after.zip"));
        }
        assertEquals(-1, Files.mismatch(directory.resolve("before.zip"), directory.resolve("after.zip")));
    }
}
