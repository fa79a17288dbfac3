package io.gen4j.app.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.ImageSpec;
import io.gen4j.app.CommandRun;
import io.gen4j.data.ImageShape;
import io.gen4j.gan.Gan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputOptionsTest {

    /** An .idx file of 1.6 GB could not be read back. */
    @Test
    void moreImagesThanAFileHoldsAreRefusedBeforeTheyAreDrawn(@TempDir Path directory) throws IOException {
        Path model = directory.resolve("gan.zip");
        ImageSpec spec = new ImageSpec(new ImageShape(1, 40, 40), List.of());
        try (Gan gan = Gan.builder(spec).hidden(4).latent(2).build()) {
            gan.save(model);
        }
        for (String out : List.of("x.idx", "x.png")) {
            Path file = directory.resolve(out);
            CommandRun run =
                    CommandRun.of("sample", "--run", model.toString(), "--count", "1000000", "--out", file.toString());
            assertEquals(2, run.exitCode(), run.err());
            assertTrue(run.err().contains("1000000 images of 1x40x40"), run.err());
        }
    }
}
