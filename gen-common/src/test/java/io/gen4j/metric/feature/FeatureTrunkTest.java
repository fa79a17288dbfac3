package io.gen4j.metric.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.MetricProgress;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeatureTrunkTest {

    @Test
    void squaresAreHalvedUntilFewPixelsAreLeft() {
        assertEquals(new ImageShape(1, 28, 28), new FeatureTrunk(new ImageShape(1, 28, 28)).canvas());
        assertEquals(new ImageShape(3, 12, 20), new FeatureTrunk(new ImageShape(3, 11, 18)).canvas());
        assertEquals(2, new FeatureTrunk(new ImageShape(1, 28, 28)).halvings());
        assertEquals(4, new FeatureTrunk(new ImageShape(3, 64, 64)).halvings());
        assertEquals(8, new FeatureTrunk(new ImageShape(3, 1024, 1024)).halvings());
    }

    /** 3 x 1000 pixels were put on a canvas of 256 x 1024. */
    @Test
    void noCanvasIsMoreThanTwiceTheImage() {
        for (int height = 1; height <= 1024; height += height < 20 ? 1 : 37) {
            for (int width = 1; width <= 1024; width += width < 20 ? 1 : 41) {
                ImageShape canvas = new FeatureTrunk(new ImageShape(1, height, width)).canvas();
                assertTrue(canvas.height() >= height && canvas.width() >= width);
                assertTrue(canvas.size() <= 2 * height * width, height + "x" + width + " on " + canvas);
            }
        }
        assertEquals(new ImageShape(3, 4, 1000), new FeatureTrunk(new ImageShape(3, 3, 1000)).canvas());
    }

    private static ImageDataset lights(ImageShape shape, int count) {
        Random random = new Random(5);
        byte[] pixels = new byte[count * shape.size()];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 2;
            for (int j = 0; j < shape.size(); j++) {
                pixels[i * shape.size() + j] = (byte) (random.nextInt(60) + 180 * labels[i]);
            }
        }
        return ImageDataset.of("lights", shape, pixels, labels, List.of("dark", "light"));
    }

    @Test
    void everyShapeTrainsAClassifierAndAnEncoder() {
        int[][] sides = {
            {1, 1}, {1, 2}, {2, 1}, {1, 28}, {28, 1}, {1, 600}, {600, 1}, {3, 300}, {300, 3}, {2, 2}, {7, 9}
        };
        for (int[] side : sides) {
            for (int channels : new int[] {1, 3}) {
                ImageShape shape = new ImageShape(channels, side[0], side[1]);
                ImageDataset images = lights(shape, 24);
                try (ImageClassifier classifier =
                        new ClassifierTraining(30, 8, 3e-3, 2, 5).train(images, MetricProgress.NONE)) {
                    double accuracy = classifier.classify(images).accuracy();
                    assertTrue(accuracy > 0.9, shape + ": " + accuracy);
                }
                try (ImageEncoder encoder = new EncoderTraining(3, 8, 1e-3, 2, 5).train(images, MetricProgress.NONE)) {
                    float[][] features = encoder.features(images);
                    assertEquals(24, features.length);
                    for (float feature : features[23]) {
                        assertTrue(Float.isFinite(feature) && feature >= 0, shape + ": " + feature);
                    }
                }
            }
        }
    }
}
