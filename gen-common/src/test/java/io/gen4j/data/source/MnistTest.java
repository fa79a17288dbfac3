package io.gen4j.data.source;

import static io.gen4j.file.Messages.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gen4j.data.DataSplit;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MnistTest {

    @TempDir
    private Path root;

    @Test
    void isCalledAsInItsFolder() {
        assertEquals("mnist", Mnist.MNIST.id());
        assertEquals("fashion-mnist", Mnist.FASHION_MNIST.id());
        assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), Mnist.MNIST.labelNames());
        assertEquals(10, Mnist.FASHION_MNIST.labelNames().size());
        assertEquals("Ankle boot", Mnist.FASHION_MNIST.labelNames().get(9));
    }

    /** With a file there, no mirror is asked. */
    @ParameterizedTest
    @EnumSource
    void doesNotTakeAnotherDatasetForItself(Mnist mnist) throws IOException {
        Path file = root.resolve(mnist.id()).resolve("t10k-images-idx3-ubyte.gz");
        IdxFile.of(new byte[28 * 28], 1, 28, 28).write(file);
        assertFails(
                InvalidDataException.class,
                () -> mnist.load(DataSplit.TEST, new DataCache(root), DownloadProgress.NONE),
                file,
                mnist.id(),
                "SHA-256");
    }

    @Test
    @Tag("mnist")
    void isTheMnistThatEverybodyKnows() throws IOException {
        DataCache cache = DataCache.of(System.getenv());
        assumeTrue(Files.isDirectory(cache.folder("mnist")), () -> "no MNIST in " + cache.folder("mnist"));

        ImageDataset train = Mnist.MNIST.load(DataSplit.TRAIN, cache, DownloadProgress.NONE);
        ImageDataset test = Mnist.MNIST.load(DataSplit.TEST, cache, DownloadProgress.NONE);

        assertEquals(60_000, train.size());
        assertEquals(10_000, test.size());
        assertEquals(new ImageShape(1, 28, 28), train.shape());
        assertEquals("mnist train", train.name());
        assertEquals(List.of(5, 0, 4, 1, 9), firstLabels(train));
        assertEquals(List.of(7, 2, 1, 0, 4), firstLabels(test));
    }

    private static List<Integer> firstLabels(ImageDataset data) {
        return IntStream.range(0, 5).map(data::label).boxed().toList();
    }
}
