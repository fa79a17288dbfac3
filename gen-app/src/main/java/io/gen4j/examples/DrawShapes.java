package io.gen4j.examples;

import io.gen4j.image.Png;
import io.gen4j.random.RandomStreams;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Draws a folder of coloured pictures in three classes, to try training on your own pictures. Each shows a circle, a square
 * or a triangle of a bright colour on a dark ground.
 *
 * <pre>
 * java -cp gen-app/target/gen-app.jar io.gen4j.examples.DrawShapes shapes 3000
 * gen train cgan --data shapes --rgb --image-size 64
 * </pre>
 */
public final class DrawShapes {

    private static final int SIDE = 64;

    private enum Figure {
        CIRCLE {
            @Override
            Shape around(double x, double y, double radius) {
                return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
            }
        },
        SQUARE {
            @Override
            Shape around(double x, double y, double radius) {
                return new Rectangle2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
            }
        },
        TRIANGLE {
            @Override
            Shape around(double x, double y, double radius) {
                int[] across = {(int) (x - radius), (int) (x + radius), (int) x};
                int[] down = {(int) (y + radius), (int) (y + radius), (int) (y - radius)};
                return new Polygon(across, down, across.length);
            }
        };

        abstract Shape around(double x, double y, double radius);
    }

    private DrawShapes() {}

    /** Takes {@code [folder [count [seed]]]}; by default, draws 3000 pictures with seed 1 into {@code shapes}. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "shapes");
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3000;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
        draw(folder, count, seed);
    }

    /** Writes {@code count} pictures of 64 x 64 pixels with alternating classes, and a sub-folder per class. */
    public static void draw(Path folder, int count, long seed) throws IOException {
        RandomStreams random = new RandomStreams(seed);
        for (int i = 0; i < count; i++) {
            Figure figure = Figure.values()[i % Figure.values().length];
            String name = figure.name().toLowerCase(Locale.ROOT);
            Path file = folder.resolve(name).resolve(String.format(Locale.ROOT, "%05d.png", i));
            Png.write(file, picture(figure, random.stream("shape", i)));
        }
    }

    private static BufferedImage picture(Figure figure, RandomGenerator random) {
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.getHSBColor(random.nextFloat(), 0.4f, 0.25f));
        graphics.fillRect(0, 0, SIDE, SIDE);
        double radius = random.nextDouble(SIDE / 6.0, SIDE / 3.0);
        double x = random.nextDouble(radius, SIDE - radius);
        double y = random.nextDouble(radius, SIDE - radius);
        graphics.setColor(Color.getHSBColor(random.nextFloat(), 0.9f, 1));
        graphics.fill(figure.around(x, y, radius));
        graphics.dispose();
        return picture;
    }
}
