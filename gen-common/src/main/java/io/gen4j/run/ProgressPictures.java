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
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Shows at the end of a training how the images of the same latents improved. {@code progress.gif} has epoch after epoch,
 * {@code progress.png} has epochs side by side. Of many epochs, or of large pictures, it shows some at equal distances. It
 * needs the pictures of {@link SamplePictures}.
 */
final class ProgressPictures implements TrainingListener {

    private static final Pattern DRAWN = Pattern.compile("(?:sampled|fake_images)-(\\d{1,9})\\.png");
    private static final int MAX_FRAMES = 50;
    private static final int MAX_TILES = 12;
    private static final int TILES_IN_A_ROW = 4;
    private static final int GAP = 8;

    /** Of all pictures that are read at once. */
    private static final int MAX_PIXELS = 1 << 25;

    private static final int WHITE = 0xff;
    private static final int FRAME_MILLIS = 400;

    private final RunDirectory run;

    /** @param run with the pictures to read, and the place of the two results */
    public ProgressPictures(RunDirectory run) {
        this.run = run;
    }

    @Override
    public void ended() throws IOException {
        List<Path> drawn = drawn();
        if (drawn.isEmpty()) {
            return;
        }
        BufferedImage last = read(drawn.get(drawn.size() - 1));
        AnimatedGif.write(run.path().resolve("progress.gif"), some(drawn, MAX_FRAMES, last), FRAME_MILLIS);
        Png.write(run.path().resolve("progress.png"), sideBySide(some(drawn, MAX_TILES, last)));
    }

    /** By epoch. */
    private List<Path> drawn() throws IOException {
        TreeMap<Integer, Path> byEpoch = new TreeMap<>();
        if (Files.isDirectory(run.samples())) {
            try (Stream<Path> files = Files.list(run.samples())) {
                files.forEach(file -> {
                    Matcher name = DRAWN.matcher(file.getFileName().toString());
                    if (name.matches()) {
                        byEpoch.put(Integer.valueOf(name.group(1)), file);
                    }
                });
            }
        }
        return List.copyOf(byEpoch.values());
    }

    /** As many as memory allows, all of the size of the last one; pictures of an older version may be larger. */
    private static List<BufferedImage> some(List<Path> drawn, int most, BufferedImage last) throws IOException {
        int pixels = last.getWidth() * last.getHeight();
        List<BufferedImage> pictures = new ArrayList<>();
        for (Path file : PictureLayout.spread(drawn, Math.min(most, Math.max(1, MAX_PIXELS / pixels)))) {
            BufferedImage picture = read(file);
            if (picture.getWidth() == last.getWidth() && picture.getHeight() == last.getHeight()) {
                pictures.add(picture);
            }
        }
        return pictures;
    }

    private static BufferedImage read(Path file) throws IOException {
        BufferedImage picture = ImageIO.read(file.toFile());
        if (picture == null) {
            throw new IOException(file + " is no picture");
        }
        return picture;
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

    /** White, so that uncovered places do not look like black images. */
    private static void fill(WritableRaster raster, int sample) {
        int[] row = new int[raster.getWidth() * raster.getNumBands()];
        Arrays.fill(row, sample);
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.setPixels(0, y, raster.getWidth(), 1, row);
        }
    }
}
