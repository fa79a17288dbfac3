package io.gen4j.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptionedPicturesTest {

    @Test
    void stacksPicturesOfDifferentKindsUnderTheirCaptions() {
        BufferedImage grey = new BufferedImage(60, 4, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(1, 2, 0, 77);
        BufferedImage red = new BufferedImage(20, 5, BufferedImage.TYPE_INT_RGB);
        red.setRGB(0, 0, 0xff0000);
        BufferedImage stack = CaptionedPictures.stack(List.of("a vae", "a gan"), List.of(grey, red));
        assertEquals(72, stack.getWidth());
        assertEquals(6 + 18 + 4 + 6 + 18 + 5 + 6, stack.getHeight());
        assertEquals(0xff4d4d4d, stack.getRGB(6 + 1, 6 + 18 + 2), "grey levels stay");
        assertEquals(0xffff0000, stack.getRGB(6, 6 + 18 + 4 + 6 + 18));
        assertEquals(0xffffffff, stack.getRGB(70, 40), "white beside a narrow picture");
        int[] caption = stack.getRGB(0, 6, 72, 18, null, 0, 72);
        assertTrue(Arrays.stream(caption).anyMatch(colour -> (colour & 0xff) < 128), "there is text");
    }

    @Test
    void wantsACaptionEach() {
        BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        assertThrows(IllegalArgumentException.class, () -> CaptionedPictures.stack(List.of(), List.of(picture)));
        assertThrows(IllegalArgumentException.class, () -> CaptionedPictures.stack(List.of(), List.of()));
    }
}
