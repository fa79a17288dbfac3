package io.gen4j.data.source;

import static io.gen4j.file.Messages.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gen4j.data.DataSplit;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
}
