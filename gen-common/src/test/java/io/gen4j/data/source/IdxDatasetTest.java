package io.gen4j.data.source;

import static io.gen4j.file.Messages.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gen4j.data.DataSplit;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxDatasetTest {

    private static final String IMAGES = "train-images-idx3-ubyte";
    private static final String LABELS = "train-labels-idx1-ubyte";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "train-images-idx3-ubyte, train-labels-idx1-ubyte",
        "train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz",
        "train-images.idx3-ubyte, train-labels.idx1-ubyte",
        "train-images.idx3-ubyte.gz, train-labels-idx1-ubyte"
    })
    void readsEverySpelling(String images, String labels) throws IOException {
        images().write(folder.resolve(images));
        labels(3, 0).write(folder.resolve(labels));

        ImageDataset data = IdxDataset.read(folder, DataSplit.TRAIN);

        assertEquals(new ImageShape(1, 2, 3), data.shape());
        assertEquals(2, data.size());
        assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), data.labelNames());
        assertEquals(3, data.label(0));
        assertEquals(0, data.label(1));
        byte[] second = new byte[6];
        data.copyPixels(1, second, 0);
        assertArrayEquals(new byte[] {6, 7, 8, 9, 10, 11}, second);
        assertEquals(folder + " train", data.name());
    }

    @Test
    void contentTellsWhetherItIsCompressed() throws IOException {
        images().write(folder.resolve("unpacked"));
        Files.move(folder.resolve("unpacked"), folder.resolve(IMAGES + ".gz"));
        labels(1, 1).write(folder.resolve(LABELS));
        assertEquals(2, IdxDataset.read(folder, DataSplit.TRAIN).size());
    }

    @Test
    void theTestSplitHasFilesOfItsOwn() throws IOException {
        images().write(folder.resolve("t10k-images-idx3-ubyte"));
        labels(1, 2).write(folder.resolve("t10k-labels-idx1-ubyte"));
        assertEquals(2, IdxDataset.read(folder, DataSplit.TEST).label(1));
        assertFails(InvalidDataException.class, () -> IdxDataset.read(folder, DataSplit.TRAIN), folder, IMAGES, ".gz");
    }

    @Test
    void labelsBeyondTenHaveNamesToo() throws IOException {
        write(images(), labels(9, 200));
        List<String> names = IdxDataset.read(folder, DataSplit.TRAIN).labelNames();
        assertEquals(201, names.size());
        assertEquals("200", names.get(200));
    }

    @Test
    void refusesImagesAndLabelsOfDifferentCounts() throws IOException {
        write(images(), labels(1, 2, 3));
        assertFails(
                InvalidDataException.class,
                () -> IdxDataset.read(folder, DataSplit.TRAIN),
                folder.resolve(IMAGES),
                LABELS,
                "2 images",
                "3 labels");
    }

    @Test
    void refusesFilesThatWereMixedUp() throws IOException {
        write(labels(1, 2), images());
        assertFails(
                InvalidDataException.class,
                () -> IdxDataset.read(folder, DataSplit.TRAIN),
                folder.resolve(IMAGES),
                LABELS,
                "2x2x3");
    }

    @Test
    void refusesImagesOfAShapeThatNoModelTakes() throws IOException {
        write(IdxFile.of(new byte[2000], 1, 1, 2000), labels(1));
        assertFails(
                InvalidDataException.class,
                () -> IdxDataset.read(folder, DataSplit.TRAIN),
                folder.resolve(IMAGES),
                "width is 2000");
    }

    @Test
    void refusesTruncatedGzip() throws IOException {
        Path file = folder.resolve(IMAGES + ".gz");
        images().write(file);
        labels(1, 2).write(folder.resolve(LABELS));
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length / 2));
        assertFails(InvalidDataException.class, () -> IdxDataset.read(folder, DataSplit.TRAIN), file, "truncated");
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        Path missing = folder.resolve("missing");
        assertFails(InvalidDataException.class, () -> IdxDataset.read(missing, DataSplit.TRAIN), missing, IMAGES);
    }

    @Test
    void refusesLabelsWithoutAName() {
        assertThrows(
                InvalidDataException.class,
                () -> IdxDataset.join("pets", "pets", images(), labels(0, 2), List.of("cat", "dog")));
    }

    private void write(IdxFile images, IdxFile labels) throws IOException {
        images.write(folder.resolve(IMAGES));
        labels.write(folder.resolve(LABELS));
    }

    /** Two images of 2 x 3 pixels, 0 to 11. */
    private static IdxFile images() {
        byte[] values = new byte[12];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) i;
        }
        return IdxFile.of(values, 2, 2, 3);
    }

    private static IdxFile labels(int... labels) {
        byte[] values = new byte[labels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) labels[i];
        }
        return IdxFile.of(values, labels.length);
    }
}
