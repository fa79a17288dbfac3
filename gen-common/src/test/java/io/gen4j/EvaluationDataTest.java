package io.gen4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationDataTest {

    private static ImageDataset labelled(int count, int labels, IntUnaryOperator label) {
        return ImageDataset.of(
                "data",
                new ImageShape(1, 1, 1),
                new byte[count],
                IntStream.range(0, count).map(label).toArray(),
                IntStream.range(0, labels).mapToObj(Integer::toString).toList());
    }

    private static EvaluationData split(ImageDataset images) {
        return EvaluationData.split(images, 1, 3, MetricProgress.NONE);
    }

    /** Every seventh image of seven labels in turn has one label only. */
    @Test
    void everyLabelHasItsShareWhateverTheOrder() {
        for (IntUnaryOperator order : List.<IntUnaryOperator>of(i -> i % 7, i -> i / 100, i -> (i / 2) % 7)) {
            ImageDataset test = split(labelled(700, 7, order)).test();
            assertEquals(350, test.size());
            for (int label = 0; label < 7; label++) {
                int name = label;
                long count = IntStream.range(0, test.size())
                        .filter(i -> test.label(i) == name)
                        .count();
                assertEquals(50, count, 1, "label " + label);
            }
        }
    }

    @Test
    void aRareLabelIsOnBothSides() {
        EvaluationData data = split(labelled(1_000, 2, i -> i < 2 ? 1 : 0));
        assertEquals(1, IntStream.range(0, 500).map(data.test()::label).sum());
        assertEquals(1, IntStream.range(0, 500).map(data.train()::label).sum());
    }

    @Test
    void theTestImagesAreHalfOrAThousandOrASeventh() {
        int[][] sizes = {
            {4, 2}, {5, 2}, {7, 3}, {50, 25}, {1_999, 999}, {3_000, 1_000}, {7_000, 1_000}, {70_000, 10_000}
        };
        for (int[] size : sizes) {
            EvaluationData data = split(labelled(size[0], 3, i -> i % 3));
            assertEquals(size[1], data.test().size(), size[0] + " images");
            assertEquals(size[0] - size[1], data.train().size());
        }
    }

    @Test
    void isTheSameForEverySeedSoThatAClassifierIsTrainedOnce() {
        ImageDataset images = labelled(100, 3, i -> i % 3);
        assertEquals(
                split(images).train().checksum(),
                EvaluationData.split(images, 5, 99, MetricProgress.NONE).train().checksum());
    }

    @Test
    void noImageIsOnBothSides() {
        byte[] pixels = new byte[200];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        EvaluationData data = split(ImageDataset.of("data", new ImageShape(1, 1, 1), pixels));
        byte[] seen = new byte[200];
        for (int i = 0; i < 100; i++) {
            data.train().copyPixels(i, seen, i);
            data.test().copyPixels(i, seen, 100 + i);
        }
        assertEquals(200, IntStream.range(0, 200).map(i -> seen[i]).distinct().count());
    }

    @Test
    void threeImagesAreTooFew() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> split(labelled(3, 2, i -> i % 2)));
        assertTrue(refused.getMessage().contains("at least 4"), refused.getMessage());
    }
}
