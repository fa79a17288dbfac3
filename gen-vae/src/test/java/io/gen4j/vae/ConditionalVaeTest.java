package io.gen4j.vae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.ImageSpec;
import io.gen4j.Latents;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.PixelRange;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.persist.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ConditionalVaeTest {

    private static final ImageDataset DIGITS = SyntheticDigits.draw(2000, 1);
    private static final VaeConfig SMALL = VaeConfig.conditionalBuilder()
            .latent(4)
            .hidden(64)
            .epochs(20)
            .learningRate(5e-3)
            .batchSize(50)
            .build();

    /** The mean of what it draws for a label is nearer to the mean image of that label than to that of any other. */
    @Test
    void drawsTheLabelThatItIsAskedFor() throws IOException {
        try (ConditionalVae vae = new ConditionalVae(SMALL, ImageSpec.of(DIGITS))) {
            vae.fit(DIGITS);
            Batch all = new Batches(DIGITS, 50, PixelRange.UNIT, 1, LastBatch.KEEP).first(DIGITS.size());
            for (int label = 0; label < 10; label++) {
                INDArray drawn = vae.sample(Integer.toString(label), 30, 1).mean(0);
                assertEquals(label, nearest(drawn, all), "drawn as " + label);
            }
        }
    }

    private static int nearest(INDArray mean, Batch all) {
        int best = -1;
        double least = Double.MAX_VALUE;
        for (int label = 0; label < 10; label++) {
            int wanted = label;
            int[] rows = IntStream.range(0, all.size())
                    .filter(i -> all.labels()[i] == wanted)
                    .toArray();
            double distance = all.images().getRows(rows).mean(0).distance2(mean);
            if (distance < least) {
                least = distance;
                best = label;
            }
        }
        return best;
    }

    @Test
    void encodesWithTheLabelAndReconstructs() {
        try (ConditionalVae vae = new ConditionalVae(SMALL, ImageSpec.of(DIGITS))) {
            Batch batch = new Batches(DIGITS, 50, PixelRange.UNIT, 1, LastBatch.KEEP).first(3);
            int[] others = Arrays.stream(batch.labels()).map(i -> (i + 1) % 10).toArray();
            INDArray latents = vae.encode(batch);
            assertArrayEquals(new long[] {3, 4}, latents.shape());
            assertTrue(latents.distance2(vae.encode(new Batch(batch.images(), others))) > 1e-3);
            assertEquals(vae.generate(latents, batch.labels()), vae.reconstruct(batch));
        }
    }

    @Test
    void givesTheSameImagesAfterSavingAndLoading(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("model.zip");
        try (ConditionalVae vae = new ConditionalVae(SMALL, ImageSpec.of(DIGITS))) {
            vae.save(file);
            try (ConditionalVae loaded = ModelFile.load(file, ConditionalVae.class)) {
                assertEquals(vae.sample("8", 3, 7), loaded.sample("8", 3, 7));
            }
        }
    }

    /** Without a class of ours: the graph takes the image and the label, one-hot. */
    @Test
    void isSavedAsAnOrdinaryGraph(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("model.zip");
        VaeConfig gaussian = VaeConfig.conditionalBuilder()
                .latent(4)
                .hidden(64)
                .output(VaeConfig.Output.GAUSSIAN)
                .batchSize(50)
                .epochs(1)
                .build();
        try (ConditionalVae vae = new ConditionalVae(gaussian, ImageSpec.of(DIGITS))) {
            vae.fit(DIGITS.limit(200));
            vae.save(file);
            Batch batch = new Batches(DIGITS, 50, PixelRange.UNIT, 1, LastBatch.KEEP).first(4);
            INDArray labels = Nd4j.zeros(DataType.FLOAT, 4, 10);
            for (int i = 0; i < 4; i++) {
                labels.putScalar(i, batch.labels()[i], 1);
            }
            INDArray[] outputs = ComputationGraph.load(file.toFile(), false).output(batch.images(), labels);
            assertTrue(outputs[0].equalsWithEps(vae.reconstruct(batch), 1e-5));
            double variance = Math.exp(outputs[1].getDouble(0));
            assertEquals(0.1, variance, 0.02, "learnt from 0.1 on");
            assertTrue(variance != 0.1);
            assertEquals(outputs[1].getDouble(0), outputs[1].getDouble(3), "for all images");
        }
    }

    @Test
    void refusesWhatItCannotBe() {
        ImageSpec unlabelled = new ImageSpec(DIGITS.shape(), List.of());
        assertThrows(IllegalArgumentException.class, () -> new ConditionalVae(SMALL, unlabelled));
        assertThrows(
                IllegalArgumentException.class, () -> new ConditionalVae(VaeConfig.DEFAULTS, ImageSpec.of(DIGITS)));
        assertThrows(IllegalArgumentException.class, () -> new Vae(SMALL, ImageSpec.of(DIGITS)));
        try (ConditionalVae vae = new ConditionalVae(SMALL, ImageSpec.of(DIGITS));
                INDArray latents = Latents.normal(2, 4, 1)) {
            assertThrows(IllegalArgumentException.class, () -> vae.generate(latents, new int[] {1}));
            assertThrows(IllegalArgumentException.class, () -> vae.generate(latents, new int[] {1, 10}));
        }
    }
}
