package io.gen4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gen4j.image.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressPicturesTest {

    @Test
    void picturesStandSideBySideOnWhite(@TempDir Path directory) throws IOException {
        RunDirectory run = new RunDirectory(directory);
        for (int epoch = 1; epoch <= 5; epoch++) {
            BufferedImage grey = new BufferedImage(10, 6, BufferedImage.TYPE_BYTE_GRAY);
            int shade = 10 * epoch;
            IntStream.range(0, 60).forEach(i -> grey.getRaster().setSample(i % 10, i / 10, 0, shade));
            Png.write(run.samples().resolve("sampled-" + epoch + ".png"), grey);
        }
        new ProgressPictures(run).ended();
        BufferedImage sheet = ImageIO.read(directory.resolve("progress.png").toFile());
        assertEquals(4 * 18 - 8, sheet.getWidth());
        assertEquals(2 * 14 - 8, sheet.getHeight());
        assertEquals(40, sheet.getRaster().getSample(3 * 18, 0, 0));
        assertEquals(50, sheet.getRaster().getSample(0, 14, 0));
        assertEquals(255, sheet.getRaster().getSample(18, 14, 0), "no sixth picture");
        assertEquals(255, sheet.getRaster().getSample(12, 2, 0), "between pictures");
    }
}
