package io.gen4j.metric;

import io.gen4j.MetricResult;
import io.gen4j.data.ImageDataset;
import io.gen4j.metric.feature.ClassifiedImages;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * GAN-test (Shmelkov, Schmid and Alahari 2018, arXiv:1807.09499): the share of the images in which a classifier of real images
 * sees the label that was asked for. 0 to 1; more is better. Its floor is the classifier's accuracy on test images. A model
 * that draws a single good image per label scores as well.
 */
public final class LabelAccuracy implements LabelMetric, ClassifierMetric {

    @Override
    public String name() {
        return "gan_test";
    }

    @Override
    public List<MetricResult> measure(ImageDataset images, ImageReference reference) {
        ClassifiedImages seen = reference.classified(images);
        return List.of(new MetricResult(
                name(),
                seen.accuracy(),
                "share of the images with the label asked for",
                images.size(),
                "by label: " + byLabel(seen)));
    }

    private static String byLabel(ClassifiedImages seen) {
        List<String> names = seen.images().labelNames();
        int[] asked = new int[names.size()];
        int[] right = new int[names.size()];
        for (int i = 0; i < seen.size(); i++) {
            int label = seen.images().label(i);
            asked[label]++;
            right[label] += seen.label(i) == label ? 1 : 0;
        }
        return IntStream.range(0, asked.length)
                .filter(k -> asked[k] > 0)
                .mapToObj(k -> String.format(Locale.ROOT, "%s %.1f %%", names.get(k), 100.0 * right[k] / asked[k]))
                .collect(Collectors.joining(", "));
    }

    @Override
    public ImageDataset floorImages(ImageReference reference, int count) {
        return reference.testSample(count);
    }
}
