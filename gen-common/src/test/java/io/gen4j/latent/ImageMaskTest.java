package io.gen4j.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gen4j.data.ImageShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ImageMaskTest {

    @ParameterizedTest
    @CsvSource({
        "LOWER, ....|....|####|####",
        "UPPER, ####|####|....|....",
        "LEFT, ##..|##..|##..|##..",
        "RIGHT, ..##|..##|..##|..##",
        "CENTRE, ....|.##.|.##.|...."
    })
    void hidesItsPart(ImageMask mask, String picture) {
        boolean[] hidden = mask.hidden(new ImageShape(3, 4, 4));
        StringBuilder drawn = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            drawn.append(i > 0 && i % 4 == 0 ? "|" : "").append(hidden[i] ? '#' : '.');
            assertEquals(hidden[i], hidden[16 + i], "all channels alike");
            assertEquals(hidden[i], hidden[32 + i], "all channels alike");
        }
        assertEquals(picture, drawn.toString());
    }

    @Test
    void coversWithGrey() {
        INDArray images = Nd4j.createFromArray(new float[][] {{1, 2, 3, 4}, {5, 6, 7, 8}});
        INDArray covered = ImageMask.LEFT.cover(images, new ImageShape(1, 2, 2), 0.5f);
        assertArrayEquals(new float[] {0.5f, 2, 0.5f, 4}, covered.toFloatMatrix()[0]);
        assertArrayEquals(new float[] {0.5f, 6, 0.5f, 8}, covered.toFloatMatrix()[1]);
        assertEquals(1, images.getFloat(0, 0), "the images stay");
    }
}
