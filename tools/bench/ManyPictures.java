import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Writes many small RGB pictures in ten folders of labels, to measure how data larger than memory are read.
 *
 * <pre>java tools/bench/ManyPictures.java DIRECTORY COUNT SIDE</pre>
 */
public final class ManyPictures {

    private static final int LABELS = 10;
    private static final int COLOURS = 0x1000000;

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        int side = Integer.parseInt(arguments[2]);
        ImageIO.setUseCache(false);
        for (int label = 0; label < LABELS; label++) {
            Files.createDirectories(directory.resolve("label-" + label));
        }
        IntStream.range(0, count).parallel().forEach(i -> write(directory, i, side));
    }

    /** A disc for even labels and a square for odd ones, larger from label to label, in any colour and place. */
    private static void write(Path directory, int number, int side) {
        Random random = new Random(number);
        int label = number % LABELS;
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(new Color(random.nextInt(COLOURS)));
        graphics.fillRect(0, 0, side, side);
        graphics.setColor(new Color(random.nextInt(COLOURS)));
        int size = side / 4 + label * side / (2 * LABELS);
        int x = random.nextInt(side - size + 1);
        int y = random.nextInt(side - size + 1);
        if (label % 2 == 0) {
            graphics.fillOval(x, y, size, size);
        } else {
            graphics.fillRect(x, y, size, size);
        }
        graphics.dispose();
        Path file = directory.resolve("label-" + label).resolve(String.format("%07d.png", number));
        try {
            ImageIO.write(picture, "png", file.toFile());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(file.toString(), e);
        }
    }
}
