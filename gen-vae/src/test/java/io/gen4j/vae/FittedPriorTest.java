package io.gen4j.vae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.EncoderModel;
import io.gen4j.ImageSpec;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.file.InvalidDataException;
import io.gen4j.interop.SafetensorsFile;
import io.gen4j.latent.EncodedImages;
import io.gen4j.latent.FittedPrior;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class FittedPriorTest {

    private static final ImageDataset DIGITS = SyntheticDigits.draw(400, 1);

    /** Its weights are the initial ones: latents lie close together, far from the standard normal distribution. */
    private final Autoencoder model = new Autoencoder(
            AutoencoderConfig.builder().latent(3).hidden(8).epochs(1).build(), ImageSpec.of(DIGITS));

    @AfterEach
    void close() {
        model.close();
    }

    private static FittedPrior fit(EncoderModel model, List<Integer> candidates) {
        return FittedPrior.fit(model, DIGITS, candidates, 1, (components, density) -> {});
    }

    @Test
    void fitsTheEncodedImagesBetterThanTheNormalDistribution() {
        FittedPrior prior = fit(model, List.of(1));
        try (EncodedImages encoded = EncodedImages.of(model, DIGITS)) {
            double fitted = mean(prior.mixture().logDensities(encoded.latents()));
            assertTrue(fitted > mean(model.prior().logDensities(encoded.latents())) + 1, "density " + fitted);
            assertEquals(fitted, prior.heldOutDensity(), 0.5);
        }
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    @Test
    void choosesByTheHeldOutImagesAndStopsWhereTheyFitNoBetter() {
        List<Integer> tried = new ArrayList<>();
        List<Double> densities = new ArrayList<>();
        FittedPrior prior = FittedPrior.fit(model, DIGITS, List.of(1, 2, 4, 8, 16, 32), 1, (components, density) -> {
            tried.add(components);
            densities.add(density);
        });
        int best = 0;
        for (int i = 1; i < densities.size(); i++) {
            assertTrue(densities.get(i) > densities.get(i - 1) == i < densities.size() - 1 || tried.get(i) == 32);
            best = densities.get(i) > densities.get(best) ? i : best;
        }
        assertEquals(tried.get(best), prior.mixture().components());
        assertEquals(densities.get(best), prior.heldOutDensity());
    }

    @Test
    void theSameSeedGivesTheSameMixture() {
        assertArrayEquals(
                fit(model, List.of(3)).mixture().means(),
                fit(model, List.of(3)).mixture().means());
    }

    /** q(z|x) has a variance, which the mixture must cover: the means alone lie closer together. */
    @Test
    void drawsLatentsFromThePosterior() {
        try (Vae vae = Vae.builder(ImageSpec.of(DIGITS)).latent(2).hidden(8).build()) {
            float[] factors = fit(vae, List.of(1)).mixture().factors();
            assertTrue(factors[0] > 0.8, "deviation " + factors[0]);
        }
    }

    @Test
    void isReadAsItWasWritten(@TempDir Path directory) throws IOException {
        Path file = directory.resolve(FittedPrior.FILE);
        FittedPrior prior = fit(model, List.of(2));
        prior.write(file);
        FittedPrior read = FittedPrior.read(file);
        read.requireFits(model);
        assertEquals(prior.heldOutDensity(), read.heldOutDensity());
        try (INDArray expected = prior.mixture().sample(5, 2);
                INDArray actual = read.mixture().sample(5, 2)) {
            assertArrayEquals(expected.toFloatMatrix(), actual.toFloatMatrix());
        }
        assertThrows(FileAlreadyExistsException.class, () -> prior.write(file));
    }

    @Test
    void refusesOtherWeightsAndOtherFiles(@TempDir Path directory) throws IOException {
        FittedPrior prior = fit(model, List.of(1));
        model.networks().values().iterator().next().params().addi(0.01);
        String message = assertThrows(IllegalArgumentException.class, () -> prior.requireFits(model))
                .getMessage();
        assertTrue(message.contains("fit it again"), message);
        Path file = Files.writeString(directory.resolve("no.safetensors"), "no prior");
        assertThrows(InvalidDataException.class, () -> FittedPrior.read(file));
        Path other = directory.resolve("other.safetensors");
        SafetensorsFile.of(Map.of()).write(other);
        assertTrue(assertThrows(InvalidDataException.class, () -> FittedPrior.read(other))
                .getMessage()
                .contains("fit-prior did not write it"));
    }

    @Test
    void refusesTooFewImagesAndTooManyComponents() {
        assertRefused(DIGITS.limit(10), List.of(1), "10 images");
        assertRefused(DIGITS, List.of(), "0 candidates");
        assertRefused(DIGITS, List.of(41), "components is 41: must be 1 to 40");
        assertRefused(DIGITS, List.of(0), "components is 0");
    }

    private void assertRefused(ImageDataset images, List<Integer> candidates, String part) {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> FittedPrior.fit(model, images, candidates, 1, (components, density) -> {}))
                .getMessage();
        assertTrue(message.contains(part), message);
    }
}
