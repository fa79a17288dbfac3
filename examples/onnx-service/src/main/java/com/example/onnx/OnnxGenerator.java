package com.example.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/** An image generator that runs a file from {@code gen export --format onnx}. Several threads may draw at once. */
public final class OnnxGenerator implements AutoCloseable {

    private static final Pattern JSON_STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Map<String, String> metadata;
    private final List<String> labels;

    /**
     * Loads a model.
     *
     * @param file a generator or a decoder
     * @throws IllegalArgumentException if the file is not a model or does not draw images; the message says which
     */
    public OnnxGenerator(Path file) throws OrtException {
        try {
            session = environment.createSession(file.toString());
        } catch (OrtException e) {
            throw new IllegalArgumentException(file + " is no ONNX model that can be read: " + e.getMessage(), e);
        }
        metadata = session.getMetadata().getCustomMetadata();
        labels = labels(metadata.getOrDefault("labels", "[]"));
        if (!session.getInputNames().contains("z") || !session.getOutputNames().contains("image")) {
            session.close();
            throw new IllegalArgumentException(
                    file + " does not draw images: expected the input z and the output image, as in generator.onnx");
        }
    }

    private static List<String> labels(String json) {
        return JSON_STRING
                .matcher(json)
                .results()
                .map(match -> match.group(1).translateEscapes())
                .toList();
    }

    /** The available labels; empty for a model without labels. */
    public List<String> labels() {
        return labels;
    }

    /**
     * Draws an image.
     *
     * @param label one of {@link #labels()}; ignored by a model without labels
     * @param seed the same seed gives the same image
     * @throws IllegalArgumentException if there is no such label
     */
    public BufferedImage draw(String label, long seed) throws OrtException {
        int latentSize = number("latent_size");
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            inputs.put(
                    "z",
                    OnnxTensor.createTensor(
                            environment, FloatBuffer.wrap(latent(latentSize, seed)), new long[] {1, latentSize}));
            if (!labels.isEmpty()) {
                long[] index = {index(label)};
                inputs.put("label", OnnxTensor.createTensor(environment, LongBuffer.wrap(index), new long[] {1}));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                return picture((OnnxTensor) result.get(0));
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private int index(String label) {
        int index = labels.indexOf(label);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "there is no label \"" + label + "\": choose among " + String.join(", ", labels));
        }
        return index;
    }

    private static float[] latent(int size, long seed) {
        Random random = new Random(seed);
        float[] latent = new float[size];
        for (int i = 0; i < size; i++) {
            latent[i] = (float) random.nextGaussian();
        }
        return latent;
    }

    private BufferedImage picture(OnnxTensor image) {
        FloatBuffer values = image.getFloatBuffer();
        int channels = number("channels");
        int height = number("height");
        int width = number("width");
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    int channel = Math.min(c, channels - 1);
                    rgb = rgb << 8 | pixel(values.get((channel * height + y) * width + x));
                }
                picture.setRGB(x, y, rgb);
            }
        }
        return picture;
    }

    private int pixel(float value) {
        float min = Float.parseFloat(metadata.get("pixel_min"));
        float max = Float.parseFloat(metadata.get("pixel_max"));
        return Math.max(0, Math.min(255, Math.round((value - min) / (max - min) * 255)));
    }

    private int number(String key) {
        return Integer.parseInt(metadata.get(key));
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
