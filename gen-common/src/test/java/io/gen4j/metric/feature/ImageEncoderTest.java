package io.gen4j.metric.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.MetricProgress;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageEncoderTest {

    private static final EncoderTraining SHORT = new EncoderTraining(40, 32, 2e-3, 1, 5);

    private final List<String> notices = new ArrayList<>();

    /** Its features are of use: by them, the nearest digit of 1,000 is mostly the same digit. */
    @Test
    void learnsToTellDigitsApartWithoutLabels() {
        ImageDataset known = SyntheticDigits.draw(1_000, 1);
        ImageDataset asked = SyntheticDigits.draw(200, 2);
        try (ImageEncoder encoder = new EncoderTraining(150, 64, 2e-3, 1, 5).train(known, MetricProgress.NONE)) {
            float[][] features = encoder.features(known);
            float[][] others = encoder.features(asked);
            int right = 0;
            for (int i = 0; i < others.length; i++) {
                right += known.label(nearest(others[i], features)) == asked.label(i) ? 1 : 0;
            }
            assertTrue(right > 150, right + " of 200");
        }
    }

    private static int nearest(float[] point, float[][] rows) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < rows.length; i++) {
            double distance = 0;
            for (int j = 0; j < point.length; j++) {
                distance += (point[j] - rows[i][j]) * (point[j] - rows[i][j]);
            }
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }

    @Test
    void theSameSeedGivesTheSameEncoder() {
        ImageDataset images = SyntheticDigits.draw(100, 1);
        String first;
        try (ImageEncoder encoder = SHORT.train(images, MetricProgress.NONE)) {
            first = encoder.checksum();
        }
        try (ImageEncoder encoder = SHORT.train(images, MetricProgress.NONE)) {
            assertEquals(first, encoder.checksum());
        }
    }

    @Test
    void anImageHasTheSameFeaturesAlone() {
        ImageDataset images = SyntheticDigits.draw(300, 1);
        try (ImageEncoder encoder = SHORT.train(images, MetricProgress.NONE)) {
            assertArrayEquals(encoder.features(images)[270], encoder.features(images.select(270))[0], 1e-4f);
        }
    }

    @Test
    void isKeptForTheNextTime(@TempDir Path folder) throws IOException {
        FeatureCache cache = new FeatureCache(folder, notices::add);
        ImageDataset images = SyntheticDigits.draw(60, 1);
        String checksum;
        try (ImageEncoder trained = cache.get(images, SHORT, MetricProgress.NONE)) {
            checksum = trained.checksum();
        }
        try (ImageEncoder read = cache.get(images, SHORT, (what, share) -> {
            throw new AssertionError(what);
        })) {
            assertEquals(checksum, read.checksum());
        }
        Path file;
        try (Stream<Path> files = Files.list(folder)) {
            file = files.findFirst().orElseThrow();
        }
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 1000));
        InvalidDataException failure =
                assertThrows(InvalidDataException.class, () -> cache.get(images, SHORT, MetricProgress.NONE));
        assertTrue(failure.getMessage().contains(file + ""), failure.getMessage());
        assertTrue(failure.getMessage().contains("the encoder is trained again"), failure.getMessage());
        assertEquals(List.of(), notices);
    }

    @Test
    void refusesWhatItCannotLearnFromOrSee() {
        ImageDataset one = SyntheticDigits.draw(1, 1);
        assertThrows(IllegalArgumentException.class, () -> SHORT.train(one, MetricProgress.NONE));
        try (ImageEncoder encoder = SHORT.train(SyntheticDigits.draw(40, 1), MetricProgress.NONE)) {
            ImageDataset other = ImageDataset.of("other", new ImageShape(1, 8, 8), new byte[640]);
            assertThrows(IllegalArgumentException.class, () -> encoder.features(other));
        }
    }
}
