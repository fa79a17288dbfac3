package io.gen4j.data.source;

import static io.gen4j.file.Messages.assertOneLine;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFolderTest {

    @TempDir
    private Path folder;

    private final List<String> messages = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"", "raw", "MNIST/raw", "FashionMNIST/raw", "KMNIST/raw", "gzip"})
    void readsTheFoldersThatOthersMake(String inner) throws IOException {
        Path place = folder.resolve(inner);
        images(place, "train-images-idx3-ubyte", 3);
        labels(place, "train-labels-idx1-ubyte", 0, 1, 2);
        images(place, "t10k-images-idx3-ubyte.gz", 2);
        labels(place, "t10k-labels-idx1-ubyte.gz", 3, 4);
        assertTrue(IdxFolder.isAt(folder));
        PictureLoader.Images images = read(folder);
        assertEquals(3, images.train().size());
        assertEquals(2, images.test().size());
        assertEquals(10, images.train().labelNames().size());
        assertEquals(List.of(), messages);
    }

    @Test
    void trainingFilesAloneAreReadWithALine() throws IOException {
        images(folder, "train-images-idx3-ubyte", 3);
        labels(folder, "train-labels-idx1-ubyte", 0, 1, 2);
        assertNull(read(folder).test());
        assertSaid("no test images");
    }

    @Test
    void testFilesAloneAreReadWithALine() throws IOException {
        images(folder, "t10k-images-idx3-ubyte", 3);
        labels(folder, "t10k-labels-idx1-ubyte", 0, 1, 2);
        assertEquals(3, read(folder).train().size());
        assertSaid("test images alone");
    }

    @Test
    void imagesWithoutLabelsAreReadWithALine() throws IOException {
        images(folder, "train-images-idx3-ubyte", 3);
        images(folder, "t10k-images-idx3-ubyte", 3);
        labels(folder, "t10k-labels-idx1-ubyte", 0, 1, 2);
        PictureLoader.Images images = read(folder);
        assertEquals(List.of(), images.train().labelNames());
        assertEquals(List.of(), images.test().labelNames());
        assertSaid("read without labels");
    }

    @ParameterizedTest
    @CsvSource({
        "emnist-letters, 26, 1, A, 26, Z",
        "emnist-balanced, 47, 0, 0, 46, t",
        "emnist-digits, 10, 0, 0, 9, 9",
        "emnist-byclass, 62, 10, A, 61, z",
        "emnist-bymerge, 47, 36, a, 38, d",
        "emnist-mnist, 10, 1, 1, 2, 2"
    })
    void emnistIsTurnedUprightAndItsLabelsHaveNames(
            String prefix, int names, int first, String firstName, int second, String secondName) throws IOException {
        byte[] lying = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        IdxFile.of(lying, 2, 2, 3).write(folder.resolve(prefix + "-train-images-idx3-ubyte.gz"));
        labels(folder, prefix + "-train-labels-idx1-ubyte.gz", first, second);
        ImageDataset data = read(folder).train();
        assertEquals(new ImageShape(1, 3, 2), data.shape());
        byte[] pixels = new byte[6];
        data.copyPixels(1, pixels, 0);
        assertArrayEquals(new byte[] {7, 10, 8, 11, 9, 12}, pixels);
        assertEquals(names, data.labelNames().size());
        assertEquals(firstName, data.labelNames().get(data.label(0)));
        assertEquals(secondName, data.labelNames().get(data.label(1)));
        assertSaid("turned upright");
    }

    @Test
    void severalSetsAreRefusedAndOneCanBeNamed() throws IOException {
        for (String set : List.of("emnist-letters", "emnist-digits")) {
            images(folder, set + "-train-images-idx3-ubyte", 2);
            labels(folder, set + "-train-labels-idx1-ubyte", 1, 2);
        }
        assertOneLine(refusal(folder), folder, "emnist-digits, emnist-letters");
        Path one = folder.resolve("emnist-letters-train-images-idx3-ubyte");
        assertTrue(IdxFolder.isAt(one));
        assertEquals(26, read(one).train().labelNames().size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void coloursMayComeFirstOrLast(boolean last) throws IOException {
        byte[] values = new byte[2 * 3 * 4 * 5];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) i;
        }
        IdxFile idx = last ? IdxFile.of(values, 2, 4, 5, 3) : IdxFile.of(values, 2, 3, 4, 5);
        idx.write(folder.resolve("train-images-idx4-ubyte"));
        labels(folder, "train-labels-idx1-ubyte", 0, 1);
        ImageDataset data = read(folder).train();
        assertEquals(new ImageShape(3, 4, 5), data.shape());
        byte[] pixels = new byte[60];
        data.copyPixels(1, pixels, 0);
        assertEquals(60 + (last ? 3 : 1), pixels[1]);
        assertEquals(60 + (last ? 1 : 20), pixels[20]);
    }

    @Test
    void whatDoesNotFitIsRefusedInALine() throws IOException {
        images(folder, "train-images-idx3-ubyte", 3);
        labels(folder, "train-labels-idx1-ubyte", 0, 1);
        assertOneLine(refusal(folder), folder, "3 images and 2 labels");
        Path only = Files.createDirectory(folder.resolve("only"));
        labels(only, "train-labels-idx1-ubyte", 0, 1);
        assertOneLine(refusal(only), only, "no images");
        Path letters = Files.createDirectory(folder.resolve("letters"));
        images(letters, "emnist-letters-train-images-idx3-ubyte", 1);
        labels(letters, "emnist-letters-train-labels-idx1-ubyte", 0);
        assertOneLine(refusal(letters), letters, "label -1");
        assertFalse(IdxFolder.isAt(Files.createDirectory(folder.resolve("empty"))));
    }

    private PictureLoader.Images read(Path path) throws IOException {
        return IdxFolder.read(path, messages::add);
    }

    private String refusal(Path path) {
        return assertThrows(InvalidDataException.class, () -> read(path)).getMessage();
    }

    private void assertSaid(String text) {
        assertTrue(messages.stream().anyMatch(line -> line.contains(text)), text + " is not in " + messages);
    }

    private static void images(Path folder, String name, int count) throws IOException {
        Files.createDirectories(folder);
        IdxFile.of(new byte[count * 6], count, 2, 3).write(folder.resolve(name));
    }

    private static void labels(Path folder, String name, int... labels) throws IOException {
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        IdxFile.of(bytes, labels.length).write(folder.resolve(name));
    }
}
