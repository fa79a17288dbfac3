package io.gen4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxDatasetTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"-idx", ".idx"})
    void knowsBothSpellings(String separator) throws IOException {
        write(3, 3, separator);
        ImageDataset data = IdxDataset.read(folder, DataSplit.TRAIN);
        assertEquals(3, data.size());
        assertEquals(new ImageShape(1, 2, 5), data.shape());
        assertEquals(2, data.label(2));
    }

    @Test
    void refusesImagesAndLabelsOfDifferentCounts() throws IOException {
        write(3, 4, "-idx");
        InvalidDataException refusal =
                assertThrows(InvalidDataException.class, () -> IdxDataset.read(folder, DataSplit.TRAIN));
        assertTrue(refusal.getMessage().contains("3 images and 4 labels"), refusal.getMessage());
    }

    @Test
    void namesTheFileThatIsMissing() {
        InvalidDataException refusal =
                assertThrows(InvalidDataException.class, () -> IdxDataset.read(folder, DataSplit.TEST));
        assertTrue(refusal.getMessage().contains("t10k-images-idx3-ubyte"), refusal.getMessage());
    }

    private void write(int images, int labels, String separator) throws IOException {
        byte[] numbers = new byte[labels];
        for (int i = 0; i < labels; i++) {
            numbers[i] = (byte) i;
        }
        IdxFile.of(new byte[images * 10], images, 2, 5).write(folder.resolve("train-images" + separator + "3-ubyte"));
        IdxFile.of(numbers, labels).write(folder.resolve("train-labels" + separator + "1-ubyte"));
    }
}
