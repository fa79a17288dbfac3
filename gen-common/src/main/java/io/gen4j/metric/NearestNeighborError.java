package io.gen4j.metric;

import io.gen4j.MetricResult;
import io.gen4j.data.ImageDataset;
import java.util.List;
import java.util.Objects;

/**
 * The error on real test images of a nearest-neighbour classifier that knows the judged images and their labels, by the
 * distance of pixels (Radford, Metz and Chintala 2016, arXiv:1511.06434). 0 to 1; less is better. It falls with the number of
 * images; the paper takes 50,000.
 */
public final class NearestNeighborError implements LabelMetric {

    @Override
    public String name() {
        return "nearest_neighbor_error";
    }

    @Override
    public List<MetricResult> measure(ImageDataset images, ImageReference reference) {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(images, "images");
        ImageDataset test = reference.test();
        NearestNeighbors nearest = NearestNeighbors.of(
                Points.pixels(test),
                Points.pixels(images),
                share -> reference.progress().reached("looking for nearest neighbours", share));
        int wrong = 0;
        for (int i = 0; i < test.size(); i++) {
            wrong += images.label(nearest.indices()[i]) == test.label(i) ? 0 : 1;
        }
        return List.of(new MetricResult(
                name(),
                (double) wrong / test.size(),
                "share of the test images",
                images.size(),
                "whose nearest judged image has another label"));
    }
}
