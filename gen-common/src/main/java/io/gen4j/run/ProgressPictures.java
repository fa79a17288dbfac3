package io.gen4j.run;

import io.gen4j.TrainingListener;
import io.gen4j.image.AnimatedGif;
import io.gen4j.image.Png;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Shows at the end how the drawings of the same latents improved: {@code progress.gif}, epoch after epoch, and {@code
 * progress.png}, epochs side by side. Of many epochs, some at equal distances stand for all. Takes what {@link
 * SamplePictures} drew.
 */
public final class ProgressPictures implements TrainingListener {

    private static final Pattern DRAWN = Pattern.compile("(?:sampled|fake_images)-(\\d{1,9})\\.png");
    private static final int MAX_FRAMES = 50;
    private static final int MAX_TILES = 12;
    private static final int TILES_IN_A_ROW = 4;
    private static final int GAP = 8;
    private static final int WHITE = 0xff;
    private static final int FRAME_MILLIS = 400;

    private final RunDirectory run;

    /** @param run whose pictures are read, and where the two are written */
    public ProgressPictures(RunDirectory run) {
        this.run = run;
    }

    @Override
    public void ended() throws IOException {
        List<Path> drawn = drawn();
        if (!drawn.isEmpty()) {
            AnimatedGif.write(run.path().resolve("progress.gif"), read(some(drawn, MAX_FRAMES)), FRAME_MILLIS);
            Png.write(run.path().resolve("progress.png"), sideBySide(read(some(drawn, MAX_TILES))));
        }
    }

    /** By epoch. */
    private List<Path> drawn() throws IOException {
        TreeMap<Integer, Path> byEpoch = new TreeMap<>();
        try (Stream<Path> files = Files.list(run.samples())) {
            files.forEach(file -> {
                Matcher name = DRAWN.matcher(file.getFileName().toString());
                if (name.matches()) {
                    byEpoch.put(Integer.valueOf(name.group(1)), file);
                }
            });
        }
        return List.copyOf(byEpoch.values());
    }

    /** The first, the last, and what lies between at equal distances. */
    static <T> List<T> some(List<T> all, int most) {
        return all.size() <= most
                ? all
                : IntStream.range(0, most)
                        .mapToObj(i -> all.get(Math.toIntExact(Math.round(i * (all.size() - 1.0) / (most - 1)))))
                        .toList();
    }

    private static List<BufferedImage> read(List<Path> files) throws IOException {
        List<BufferedImage> pictures = new ArrayList<>();
        for (Path file : files) {
            BufferedImage picture = ImageIO.read(file.toFile());
            if (picture == null) {
                throw new IOException(file + " is no picture");
            }
            pictures.add(picture);
        }
        return pictures;
    }

    private static BufferedImage sideBySide(List<BufferedImage> pictures) {
        BufferedImage first = pictures.get(0);
        int columns = Math.min(TILES_IN_A_ROW, pictures.size());
        int rows = (pictures.size() + columns - 1) / columns;
        BufferedImage sheet = new BufferedImage(
                columns * (first.getWidth() + GAP) - GAP, rows * (first.getHeight() + GAP) - GAP, first.getType());
        WritableRaster raster = sheet.getRaster();
        fill(raster, WHITE);
        for (int i = 0; i < pictures.size(); i++) {
            int left = i % columns * (first.getWidth() + GAP);
            int top = i / columns * (first.getHeight() + GAP);
            raster.setRect(left, top, pictures.get(i).getRaster());
        }
        return sheet;
    }

    /** What no picture covers is to look like paper, not like an image that is black. */
    private static void fill(WritableRaster raster, int sample) {
        int[] row = new int[raster.getWidth() * raster.getNumBands()];
        Arrays.fill(row, sample);
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.setPixels(0, y, raster.getWidth(), 1, row);
        }
    }
}
