package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.image.Png;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The option --limit, on every kind of source whose pictures lie in the order of their labels. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitTest {

    private static final int EACH = 10;

    private Path directory;

    @BeforeAll
    void write(@TempDir Path temporary) throws IOException {
        directory = temporary;
        StringBuilder table = new StringBuilder("file,label\n");
        StringBuilder list = new StringBuilder();
        Map<String, byte[]> entries = new TreeMap<>();
        ByteBuffer pixels = ByteBuffer.allocate(16 + 4 * EACH * 64)
                .putInt(0x803)
                .putInt(4 * EACH)
                .putInt(8)
                .putInt(8);
        ByteBuffer labels = ByteBuffer.allocate(8 + 4 * EACH).putInt(0x801).putInt(4 * EACH);
        for (int i = 0; i < 4 * EACH; i++) {
            String label = String.valueOf("abcd".charAt(i / EACH));
            String name = label + "/" + (10 + i) + ".png";
            BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
            picture.setRGB(i % 8, i / 8, 0xffffff);
            Path file = directory.resolve("folder").resolve(name);
            Files.createDirectories(file.getParent());
            Png.write(file, picture);
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(picture, "png", png);
            entries.put(name, png.toByteArray());
            table.append("folder/").append(name).append(',').append(label).append('\n');
            list.append("folder/").append(name).append('\n');
            pixels.put(16 + i * 64 + i % 64, (byte) 255);
            labels.put(8 + i, (byte) (i / EACH));
        }
        Files.writeString(directory.resolve("table.csv"), table);
        Files.writeString(directory.resolve("list.txt"), list);
        Files.write(directory.resolve("archive.zip"), NumPyBytes.archive(entries));
        Path idx = Files.createDirectory(directory.resolve("idx"));
        Files.write(idx.resolve("train-images-idx3-ubyte"), pixels.array());
        Files.write(idx.resolve("train-labels-idx1-ubyte"), labels.array());
    }

    @ParameterizedTest
    @CsvSource({"folder, a", "archive.zip, a", "table.csv, a", "list.txt, ", "idx, 0"})
    void takesASpread(String data, String label) throws IOException {
        CommandRun eight = train(data, "eight", "--limit", "8");
        assertEquals(0, eight.exitCode(), eight.err());
        assertEquals(8, images("eight"));
        if (label != null && !data.equals("idx")) {
            assertTrue(eight.out().contains("a (2), b (2), c (2), d (2)"), eight.out());
        }
        String first = digest("eight");
        assertEquals(0, train(data, "again", "--limit", "8").exitCode());
        assertEquals(first, digest("again"), "the same seed takes the same");
        assertEquals(0, train(data, "other", "--limit", "8", "--seed", "9").exitCode());
        assertTrue(!first.equals(digest("other")), "another seed takes others");
    }

    @ParameterizedTest
    @CsvSource({
        "folder, 1, 1",
        "table.csv, 3, 3",
        "list.txt, 39, 39",
        "archive.zip, 40, 40",
        "idx, 41, 40",
        "folder, 2147483647, 40",
        "idx, 1, 1",
        "list.txt, 1000000, 40"
    })
    void takesWhatThereIs(String data, String limit, int taken) throws IOException {
        CommandRun run = train(data, "some", "--limit", limit);
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(taken, images("some"));
    }

    @ParameterizedTest
    @CsvSource({"0, limit is 0", "-1, limit is -1", "1.5, 1.5", "many, many", "2147483648, 2147483648", "'', --limit"})
    void refusesWhatIsNoNumberOfImages(String limit, String said) throws IOException {
        for (String data : new String[] {"folder", "list.txt", "idx", "synthetic"}) {
            CommandRun run = train(data, "no", "--limit", limit);
            assertEquals(2, run.exitCode(), run.out());
            assertTrue(run.err().contains(said), run.err());
            assertTrue(Files.notExists(directory.resolve("no")));
        }
    }

    private CommandRun train(String data, String out, String... more) throws IOException {
        Path run = directory.resolve(out);
        if (Files.exists(run)) {
            Files.move(run, directory.resolve(out + "-" + System.nanoTime()));
        }
        List<String> all = new ArrayList<>(List.of(
                "train", "vae", "--hidden", "4", "--latent", "2", "--epochs", "1", "--image-size", "8", "--out"));
        all.add(run.toString());
        all.addAll(List.of(
                "--data",
                data.equals("synthetic") ? data : directory.resolve(data).toString()));
        all.addAll(List.of(more));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private int images(String run) throws IOException {
        return new ObjectMapper()
                .readTree(directory.resolve(run + "/config.json").toFile())
                .at("/data/images")
                .asInt();
    }

    private String digest(String run) throws IOException {
        return new ObjectMapper()
                .readTree(directory.resolve(run + "/config.json").toFile())
                .get("data")
                .toString();
    }
}
