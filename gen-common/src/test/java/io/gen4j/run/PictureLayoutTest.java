package io.gen4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.ImageShape;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureLayoutTest {

    @ParameterizedTest
    @CsvSource({"1,28,28", "1,1,1", "3,64,64", "3,128,128", "1,1,28", "1,28,1"})
    void imagesOfUsualShapesAreLaidOutAsAskedFor(int channels, int height, int width) {
        ImageShape shape = new ImageShape(channels, height, width);
        assertEquals(new PictureLayout(16, 8), PictureLayout.of(shape, 16, 8, 2));
        assertEquals(new PictureLayout(10, 10), PictureLayout.of(shape, 10, 10, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "28,28,1000",
        "28,28,1000000",
        "128,128,1000",
        "1024,1024,1000",
        "1,1024,1000",
        "1024,1,1000",
        "1,1,100000",
        "3,1000,10",
        "1000,3,10",
        "512,512,10"
    })
    void picturesHaveABoundedSize(int height, int width, int rows) {
        for (int unit = 1; unit <= 2; unit++) {
            PictureLayout layout = PictureLayout.of(new ImageShape(3, height, width), 16, rows, unit);
            assertTrue(layout.size() >= 1, layout.toString());
            assertEquals(0, layout.columns() % unit);
            long across = (long) layout.columns() * (width + 2);
            long down = (long) layout.rows() * (height + 2);
            assertTrue(across <= 4096 && down <= 4096 && across * down <= 1 << 22, across + "x" + down);
        }
    }

    @Test
    void ofManySomeAtEqualDistancesStandForAll() {
        List<Integer> all = IntStream.rangeClosed(0, 100).boxed().toList();
        assertEquals(List.of(0, 25, 50, 75, 100), PictureLayout.spread(all, 5));
        assertEquals(all, PictureLayout.spread(all, 101));
        assertEquals(List.of(100), PictureLayout.spread(all, 1));
        assertEquals(List.of(), PictureLayout.spread(List.of(), 5));
    }
}
