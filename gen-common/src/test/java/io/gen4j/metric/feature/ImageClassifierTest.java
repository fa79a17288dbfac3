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

class ImageClassifierTest {

    private static final ClassifierTraining SHORT = new ClassifierTraining(60, 32, 3e-3, 1, 5);

    private final List<String> notices = new ArrayList<>();

    /** Images of an odd shape in colour, red above or blue below; which is the label. */
    private static ImageDataset stripes(int count) {
        ImageShape shape = new ImageShape(3, 11, 18);
        byte[] pixels = new byte[count * shape.size()];
        int[] labels = new int[count];
        int plane = 11 * 18;
        for (int i = 0; i < count; i++) {
            labels[i] = i % 2;
            int channel = labels[i] == 0 ? 0 : 2;
            int row = labels[i] == 0 ? i % 5 : 6 + i % 5;
            int start = i * shape.size() + channel * plane + row * 18;
            Arrays.fill(pixels, start, start + 18, (byte) 200);
        }
        return ImageDataset.of("stripes", shape, pixels, labels, List.of("red", "blue"));
    }

    @Test
    void learnsDigits() {
        try (ImageClassifier classifier = new ClassifierTraining(150, 32, 3e-3, 1, 5)
                .train(SyntheticDigits.draw(2_000, 1), MetricProgress.NONE)) {
            double accuracy = classifier.classify(SyntheticDigits.draw(500, 2)).accuracy();
            assertTrue(accuracy > 0.9, "accuracy " + accuracy);
        }
    }

    @Test
    void takesColoursAndSidesThatCannotBeHalved() {
        try (ImageClassifier classifier = SHORT.train(stripes(64), MetricProgress.NONE)) {
            ClassifiedImages seen = classifier.classify(stripes(10));
            assertEquals(1, seen.accuracy());
            assertEquals(1, seen.probabilities()[3][0] + seen.probabilities()[3][1], 1e-5);
            assertEquals(128, seen.features()[0].length);
        }
    }

    @Test
    void theSameSeedGivesTheSameClassifier() {
        String first;
        try (ImageClassifier classifier = SHORT.train(stripes(40), MetricProgress.NONE)) {
            first = classifier.checksum();
        }
        try (ImageClassifier classifier = SHORT.train(stripes(40), MetricProgress.NONE)) {
            assertEquals(first, classifier.checksum());
        }
    }

    @Test
    void anImageIsSeenAlikeWhateverStandsBesideIt() {
        ImageDataset images = stripes(20);
        try (ImageClassifier classifier = SHORT.train(images, MetricProgress.NONE)) {
            float[] together = classifier.classify(images).features()[7];
            float[] alone = classifier.classify(images.select(7)).features()[0];
            assertArrayEquals(together, alone, 1e-4f);
        }
    }

    @Test
    void isKeptForTheNextTime(@TempDir Path folder) throws IOException {
        FeatureCache cache = new FeatureCache(folder.resolve("classifiers"), notices::add);
        String checksum;
        try (ImageClassifier trained = cache.get(stripes(40), SHORT, MetricProgress.NONE)) {
            checksum = trained.checksum();
        }
        MetricProgress untrained = (what, share) -> {
            throw new AssertionError(what);
        };
        try (ImageClassifier read = cache.get(stripes(40), SHORT, untrained)) {
            assertEquals(checksum, read.checksum());
            assertEquals(1, read.classify(stripes(10)).accuracy());
        }
        assertThrows(AssertionError.class, () -> cache.get(stripes(42), SHORT, untrained));
        assertEquals(List.of(), notices);
    }

    @Test
    void aDamagedFileIsNamed(@TempDir Path folder) throws IOException {
        FeatureCache cache = new FeatureCache(folder, notices::add);
        cache.get(stripes(40), SHORT, MetricProgress.NONE).close();
        Path file;
        try (Stream<Path> files = Files.list(folder)) {
            file = files.findFirst().orElseThrow();
        }
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 1000));
        InvalidDataException failure =
                assertThrows(InvalidDataException.class, () -> cache.get(stripes(40), SHORT, MetricProgress.NONE));
        assertTrue(failure.getMessage().contains(file.toString()), failure.getMessage());
        assertTrue(failure.getMessage().contains("delete it"), failure.getMessage());
    }

    @Test
    void aFolderThatCannotBeMadeIsNoFailure(@TempDir Path folder) throws IOException {
        Path occupied = Files.writeString(folder.resolve("file"), "not a folder");
        FeatureCache cache = new FeatureCache(occupied.resolve("classifiers"), notices::add);
        cache.get(stripes(40), SHORT, MetricProgress.NONE).close();
        assertEquals(1, notices.size());
        assertTrue(notices.get(0).contains("GEN_DATA"), notices.get(0));
        assertTrue(notices.get(0).contains(occupied + " is not a directory"), notices.get(0));
        assertEquals("not a folder", Files.readString(occupied));
    }

    @Test
    void refusesWhatItCannotSee() {
        ImageDataset unlabelled = ImageDataset.of("bare", new ImageShape(1, 8, 8), new byte[640]);
        assertThrows(IllegalArgumentException.class, () -> SHORT.train(unlabelled, MetricProgress.NONE));
        try (ImageClassifier classifier = SHORT.train(stripes(40), MetricProgress.NONE)) {
            assertThrows(IllegalArgumentException.class, () -> classifier.classify(unlabelled));
        }
    }
}
