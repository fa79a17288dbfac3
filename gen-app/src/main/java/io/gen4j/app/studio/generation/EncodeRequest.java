package io.gen4j.app.studio.generation;

import io.gen4j.Checks;
import io.gen4j.data.ByteImageDataset;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelRange;
import io.gen4j.data.picture.PictureReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A request to encode images, given as pictures or as numbers.
 *
 * @param images PNG files (base64), scaled to cover the model's image size, then cropped
 * @param pixels {@code [n, channels * height * width]} from 0 (black) to 1 (white), channels first
 * @param label of all images, for a conditional model
 */
public record EncodeRequest(
        @Nullable List<byte[]> images,
        float @Nullable [][] pixels,
        @Nullable String label) {

    private static final int MAX_PICTURES = 64;
    private static final float WHITE = 255f;

    /** @throws IllegalArgumentException if there are both kinds of images or none, or too many */
    public EncodeRequest {
        if ((images == null) == (pixels == null)) {
            throw new IllegalArgumentException("give either images or pixels");
        }
        Checks.requireWithin(
                "the number of images",
                images == null ? pixels.length : images.size(),
                1,
                images == null ? SamplesRequest.MAX_COUNT : MAX_PICTURES);
    }

    /**
     * Converts the images to the model's range of values.
     *
     * @return {@code [n, shape.size()]}, owned by the caller
     * @throws IllegalArgumentException if they cannot be read, or have the wrong size
     */
    INDArray array(ImageShape shape, PixelRange range) {
        float[][] values = images == null ? shadesOf(pixels, shape) : shadesOf(images, shape);
        for (float[] image : values) {
            for (int i = 0; i < image.length; i++) {
                image[i] = range.toValue(level(image[i]));
            }
        }
        return Nd4j.createFromArray(values);
    }

    /**
     * The images as a dataset.
     *
     * @param label of all images
     * @param labelNames empty for images without labels
     * @throws IllegalArgumentException if they cannot be read, or have the wrong size
     */
    public ImageDataset dataset(ImageShape shape, int label, List<String> labelNames) {
        float[][] values = images == null ? shadesOf(pixels, shape) : shadesOf(images, shape);
        byte[] bytes = new byte[values.length * shape.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = level(values[i / shape.size()][i % shape.size()]);
        }
        int[] labels = new int[labelNames.isEmpty() ? 0 : values.length];
        Arrays.fill(labels, label);
        return new ByteImageDataset("the images", shape, bytes, labels, labelNames);
    }

    private static byte level(float shade) {
        return (byte) Math.round(Math.max(0f, Math.min(1f, shade)) * WHITE);
    }

    private static float[][] shadesOf(float[][] pixels, ImageShape shape) {
        float[][] shades = new float[pixels.length][];
        for (int i = 0; i < pixels.length; i++) {
            GivenLatents.requireNumbers("pixels[" + i + "]", pixels[i], shape.size());
            shades[i] = pixels[i].clone();
        }
        return shades;
    }

    private static float[][] shadesOf(List<byte[]> pictures, ImageShape shape) {
        PixelBudget.check(pictures);
        PictureReader reader = new PictureReader(shape);
        float[][] shades = new float[pictures.size()][shape.size()];
        byte[] bytes = new byte[shape.size()];
        for (int i = 0; i < shades.length; i++) {
            try {
                reader.read(pictures.get(i), bytes, 0);
            } catch (IOException e) {
                throw new IllegalArgumentException("images[" + i + "]: " + e.getMessage(), e);
            }
            for (int k = 0; k < bytes.length; k++) {
                shades[i][k] = (bytes[k] & 0xff) / WHITE;
            }
        }
        return shades;
    }
}
