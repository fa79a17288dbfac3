package io.gen4j.metric;

import io.gen4j.MetricResult;
import io.gen4j.data.ImageDataset;
import io.gen4j.runtime.internal.Arguments;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * How near the images are to those that the model learnt from: the median, over the images, of the Euclidean distance to the
 * nearest training image, pixels from 0 to 1. Its floor is the same figure of test images, which were never learnt from. A
 * model far below it copies its training images. Otherwise neither more nor less is better.
 */
public final class NearestTrainingImage implements ImageMetric {

    /**
     * An image and the training image that is nearest to it.
     *
     * @param image index of the image
     * @param trainingImage index of the training image
     * @param distance Euclidean, pixels counted from 0 to 1
     */
    public record Pair(int image, int trainingImage, double distance) {

        /** @throws IllegalArgumentException if a value is below 0, or the distance is NaN */
        public Pair {
            Arguments.requireAtLeast("image", image, 0);
            Arguments.requireAtLeast("training image", trainingImage, 0);
            Arguments.requireWithin("distance", distance, 0, Double.POSITIVE_INFINITY);
        }
    }

    @Override
    public String name() {
        return "nearest_training_image";
    }

    @Override
    public List<MetricResult> measure(ImageDataset images, ImageReference reference) {
        double[] distances = pairs(images, reference).stream()
                .mapToDouble(Pair::distance)
                .sorted()
                .toArray();
        return List.of(new MetricResult(
                name(),
                median(distances),
                "distance of pixels in [0, 1]",
                images.size(),
                "the median; far below that of real images, the model copies what it learnt from"));
    }

    /** Of an even number, the mean of the two in the middle. */
    static double median(double[] ascending) {
        int half = ascending.length / 2;
        return ascending.length % 2 == 1 ? ascending[half] : (ascending[half - 1] + ascending[half]) / 2;
    }

    @Override
    public ImageDataset floorImages(ImageReference reference, int count) {
        return reference.testSample(count);
    }

    /** Each image with the training image that is nearest, in the order of the images. */
    public static List<Pair> pairs(ImageDataset images, ImageReference reference) {
        Objects.requireNonNull(images, "images");
        Points judged = Points.pixels(images);
        Points train = Points.pixels(reference.train());
        NearestNeighbors nearest = NearestNeighbors.of(
                judged, train, share -> reference.progress().reached("looking for the nearest training images", share));
        return IntStream.range(0, images.size())
                .mapToObj(i -> new Pair(i, nearest.indices()[i], distance(judged, i, train, nearest.indices()[i])))
                .toList();
    }

    /** Once more, without the rounding of {@link SquaredDistances}: a copy has the distance 0. */
    private static double distance(Points a, int i, Points b, int j) {
        float[] first = new float[a.dimension()];
        float[] second = new float[b.dimension()];
        a.copy(i, first);
        b.copy(j, second);
        double squares = 0;
        for (int k = 0; k < first.length; k++) {
            squares += (first[k] - second[k]) * (first[k] - second[k]);
        }
        return Math.sqrt(squares);
    }
}
