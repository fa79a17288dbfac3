package io.gen4j.metric;

import io.gen4j.MetricResult;
import io.gen4j.data.ImageDataset;
import io.gen4j.metric.feature.ClassifiedImages;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How far the labels that the classifier sees in the images are from those that it sees in the test images: the total variation
 * distance, sum over l of |p(l) - q(l)| / 2. It is the share of the images that would need another label. 0 to 1; less is
 * better.
 */
public final class ClassBalance implements ClassifierMetric {

    @Override
    public String name() {
        return "class_balance";
    }

    @Override
    public List<MetricResult> measure(ImageDataset images, ImageReference reference) {
        List<String> names = reference.test().labelNames();
        double[] shares = shares(reference.classified(images), names.size());
        double[] expected = shares(reference.classified(reference.test()), names.size());
        double distance = 0;
        for (int k = 0; k < shares.length; k++) {
            distance += Math.abs(shares[k] - expected[k]) / 2;
        }
        String seen = IntStream.range(0, shares.length)
                .mapToObj(k -> String.format(Locale.ROOT, "%s %.1f %%", names.get(k), 100 * shares[k]))
                .collect(Collectors.joining(", "));
        return List.of(new MetricResult(name(), distance, "share of the images", images.size(), "seen: " + seen));
    }

    private static double[] shares(ClassifiedImages images, int labels) {
        double[] shares = new double[labels];
        for (int i = 0; i < images.size(); i++) {
            shares[images.label(i)] += 1.0 / images.size();
        }
        return shares;
    }
}
