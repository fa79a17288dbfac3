package io.gen4j.run;

import io.gen4j.data.ImageShape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The number of images in a picture, and of its columns. A picture has a bounded size, for all sizes of images and numbers
 * of labels. Images of usual shapes are laid out as asked for.
 *
 * @param columns images side by side
 * @param rows images one below the other, at most
 */
record PictureLayout(int columns, int rows) {

    /** The longest side of a picture in pixels. */
    static final int MAX_SIDE = 4096;

    /** The pixels of a picture, at most. */
    static final int MAX_PIXELS = 1 << 22;

    /** Between two images, as in {@link io.gen4j.image.ImageGrid}. */
    private static final int GAP = 2;

    /**
     * A layout of images.
     *
     * @param columns wanted
     * @param rows wanted
     * @param unit images that must stand side by side, such as 2 for pairs
     */
    static PictureLayout of(ImageShape shape, int columns, int rows, int unit) {
        int width = shape.width() + GAP;
        int height = shape.height() + GAP;
        int across = Math.min(columns, MAX_SIDE / width);
        int fitting = Math.max(unit, across - across % unit);
        int most = Math.max(1, Math.min(MAX_SIDE / height, MAX_PIXELS / (fitting * width * height)));
        return new PictureLayout(fitting, Math.min(rows, most));
    }

    /** Images in all. */
    int size() {
        return columns * rows;
    }

    /** The first, the last, and some between them at equal distances, up to a limit. */
    static <T> List<T> spread(List<T> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        return most == 1
                ? all.subList(all.size() - 1, all.size())
                : IntStream.range(0, most)
                        .mapToObj(i -> all.get(Math.toIntExact(Math.round(i * (all.size() - 1.0) / (most - 1)))))
                        .toList();
    }
}
