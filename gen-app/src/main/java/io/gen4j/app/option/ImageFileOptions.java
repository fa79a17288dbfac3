package io.gen4j.app.option;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.PixelRange;
import io.gen4j.interop.NpyFile;
import io.gen4j.metric.GeneratedImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import picocli.CommandLine.Option;

/** How images in a file are to be taken. */
final class ImageFileOptions {

    private static final String SIGNED = "-1,1";
    private static final String UNIT = "0,1";

    @Option(
            names = "--labels",
            paramLabel = "L.npy",
            description = "The labels that the images of --images were asked to be of: indices from 0, float, [n].")
    private @Nullable Path labels;

    @Option(
            names = "--range",
            paramLabel = "-1,1|0,1",
            description = "The numbers for black and white in --images; default: -1,1 if any is below 0, else 0,1.")
    private @Nullable String range;

    /**
     * Reads images.
     *
     * @param real images of the same shape, which name the labels
     * @param count how many to take, at most
     */
    ImageDataset read(@Nullable Path file, ImageDataset real, int count) throws IOException {
        if (file == null) {
            throw new IllegalArgumentException("there is neither --run nor --images");
        }
        try (INDArray all = NpyFile.read(file)) {
            long used = Math.min(count, all.size(0));
            int[] labelled = labels == null ? new int[0] : readLabels(labels, all.size(0), real.labelNames());
            try (INDArray flat = all.reshape('c', all.size(0), all.length() / all.size(0));
                    INDArray images = flat.get(NDArrayIndex.interval(0, used), NDArrayIndex.all())
                            .dup('c')) {
                return GeneratedImages.of(
                        file.toString(),
                        images,
                        range(images),
                        real.shape(),
                        Arrays.copyOf(labelled, labels == null ? 0 : (int) used),
                        real.labelNames());
            }
        }
    }

    private PixelRange range(INDArray images) {
        if (range == null) {
            return images.minNumber().doubleValue() < 0 ? PixelRange.SIGNED : PixelRange.UNIT;
        }
        return switch (range) {
            case SIGNED -> PixelRange.SIGNED;
            case UNIT -> PixelRange.UNIT;
            default ->
                throw new IllegalArgumentException("--range is " + range + ": must be " + SIGNED + " or " + UNIT);
        };
    }

    private static int[] readLabels(Path file, long count, List<String> names) throws IOException {
        try (INDArray array = NpyFile.read(file)) {
            if (array.length() != count) {
                throw new IllegalArgumentException(
                        file + " has " + array.length() + " labels: there are " + count + " images");
            }
            float[] values = array.dup('c').reshape(count).toFloatVector();
            int[] labels = new int[values.length];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = (int) values[i];
                if (labels[i] != values[i] || labels[i] < 0 || labels[i] >= names.size()) {
                    throw new IllegalArgumentException(file + " has the label " + values[i]
                            + ": must be a whole number from 0 to " + (names.size() - 1));
                }
            }
            return labels;
        }
    }
}
