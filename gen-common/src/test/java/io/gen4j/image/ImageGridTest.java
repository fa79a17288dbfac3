package io.gen4j.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelRange;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ImageGridTest {

    @Test
    void laysImagesOutRowByRow() {
        INDArray images = Nd4j.createFromArray(new float[][] {{0, 1}, {1, 0}, {0.5f, 0.5f}});
        BufferedImage grid = ImageGrid.of(images, new ImageShape(1, 1, 2), PixelRange.UNIT, 2);
        assertEquals(6, grid.getWidth());
        assertEquals(4, grid.getHeight());
        assertEquals(0, grey(grid, 0, 0));
        assertEquals(255, grey(grid, 1, 0));
        assertEquals(0, grey(grid, 2, 0), "the gap is black");
        assertEquals(255, grey(grid, 4, 0));
        assertEquals(128, grey(grid, 0, 3));
        assertEquals(0, grey(grid, 4, 3), "the last row is short");
    }

    @Test
    void clampsNumbersOutsideTheRange() {
        INDArray images = Nd4j.createFromArray(new float[][] {{-7, -1, 0, 1, 7}});
        BufferedImage grid = ImageGrid.of(images, new ImageShape(1, 1, 5), PixelRange.SIGNED, 1);
        assertEquals(0, grey(grid, 0, 0));
        assertEquals(0, grey(grid, 1, 0));
        assertEquals(128, grey(grid, 2, 0));
        assertEquals(255, grey(grid, 3, 0));
        assertEquals(255, grey(grid, 4, 0));
    }

    @Test
    void drawsColoursFromPlanes(@TempDir Path directory) throws IOException {
        INDArray images = Nd4j.createFromArray(new float[][] {{1, 0, 0}, {0, 0, 1}});
        ImageShape shape = new ImageShape(3, 1, 1);
        Path file = directory.resolve("colours.png");
        Png.write(file, ImageGrid.of(images, shape, PixelRange.UNIT, 1));
        BufferedImage read = ImageIO.read(file.toFile());
        assertEquals(0xffff0000, read.getRGB(0, 0));
        assertEquals(0xff0000ff, read.getRGB(0, 3));
        assertEquals(
                0xff0000ff, ImageGrid.single(images, 1, shape, PixelRange.UNIT).getRGB(0, 0));
    }

    @Test
    void refusesImagesOfAnotherSize() {
        INDArray images = Nd4j.createFromArray(new float[][] {{0, 1}});
        assertThrows(
                IllegalArgumentException.class,
                () -> ImageGrid.of(images, new ImageShape(1, 2, 2), PixelRange.UNIT, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> ImageGrid.of(images, new ImageShape(1, 1, 2), PixelRange.UNIT, 0));
    }

    private static int grey(BufferedImage picture, int x, int y) {
        return picture.getRaster().getSample(x, y, 0);
    }
}
