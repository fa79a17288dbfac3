package io.gen4j.metric;

import io.gen4j.data.ImageShape;
import io.gen4j.runtime.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How sharp images are: the variance of the Laplacian, which is a pixel's four neighbours less four times itself
 * (Pech-Pacheco et al. 2000), over the pixels that have four neighbours, as a mean over the channels and the images. Blurred
 * images have little of it. So have real images that are smooth, and noise has the most: it tells something beside the value
 * of real images alone.
 */
public final class Sharpness {

    private static final int LEAST_SIDE = 3;

    private Sharpness() {}

    /**
     * Measures it.
     *
     * @param images float, {@code [n, shape.size()]}, 'c' order
     * @return 0 for images of one colour; in the square of the pixels' unit
     * @throws IllegalArgumentException if no pixel has four neighbours
     */
    public static double of(INDArray images, ImageShape shape) {
        if (shape.height() < LEAST_SIDE || shape.width() < LEAST_SIDE) {
            throw new IllegalArgumentException(
                    "the images have the shape " + shape + ": must have at least 3 pixels a side");
        }
        int n = (int) images.size(0);
        float[] image = new float[shape.size()];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            HostMemory.read(images, (long) i * image.length, image, image.length);
            for (int channel = 0; channel < shape.channels(); channel++) {
                sum += variance(image, channel * shape.height() * shape.width(), shape) / shape.channels();
            }
        }
        return sum / n;
    }

    private static double variance(float[] image, int plane, ImageShape shape) {
        int width = shape.width();
        double sum = 0;
        double squares = 0;
        for (int y = 1; y < shape.height() - 1; y++) {
            for (int x = 1; x < width - 1; x++) {
                int at = plane + y * width + x;
                double laplacian =
                        image[at - width] + image[at + width] + image[at - 1] + image[at + 1] - 4.0 * image[at];
                sum += laplacian;
                squares += laplacian * laplacian;
            }
        }
        int count = (shape.height() - 2) * (width - 2);
        return squares / count - sum / count * (sum / count);
    }
}
