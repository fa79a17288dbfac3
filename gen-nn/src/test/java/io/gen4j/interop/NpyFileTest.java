package io.gen4j.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NpyFileTest {

    @Test
    void readsWhatItWrote(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("a.npy");
        for (INDArray array : new INDArray[] {
            Nd4j.createFromArray(1f, -2.5f, Float.MIN_VALUE),
            Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}}),
            Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}}).transpose(),
            Nd4j.rand(2, 3, 4, 5)
        }) {
            NpyFile.write(file, array);
            assertEquals(array.dup('c'), NpyFile.read(file));
        }
    }

    /** The numbers start at a multiple of 64 bytes, as the format asks. */
    @Test
    void alignsTheNumbers(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("a.npy");
        NpyFile.write(file, Nd4j.createFromArray(1f));
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(0, (bytes.length - Float.BYTES) % 64);
        assertEquals('\n', bytes[bytes.length - Float.BYTES - 1]);
        assertArrayEquals(
                new byte[] {0, 0, (byte) 0x80, 0x3f}, Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length));
    }

    /** Found by ReaderFuzz: two numbers without a comma. */
    @Test
    void refusesAShapeThatIsNone(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("a.npy");
        NpyFile.write(file, Nd4j.ones(2, 3));
        byte[] bytes = Files.readAllBytes(file);
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("2, 3") + 1] = ' ';
        Files.write(file, bytes);
        InvalidDataException refusal = assertThrows(InvalidDataException.class, () -> NpyFile.read(file));
        assertTrue(refusal.getMessage().contains("(2  3,)"), refusal.getMessage());
    }

    /** So many doubles have more bytes than an int can count. */
    @Test
    void refusesAnAbsurdShape(@TempDir Path directory) throws IOException {
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (268435456,), }\n";
        byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0};
        Path file = directory.resolve("a.npy");
        Files.write(file, start);
        Files.writeString(file, header, StandardOpenOption.APPEND);
        InvalidDataException refusal = assertThrows(InvalidDataException.class, () -> NpyFile.read(file));
        assertTrue(refusal.getMessage().contains("268435456"), refusal.getMessage());
    }

    @Property(tries = 60)
    void refusesWhatIsTruncated(@ForAll @IntRange(min = 0, max = 150) int length) throws IOException {
        Path file = Files.createTempFile("cut", ".npy");
        try {
            NpyFile.write(file, Nd4j.createFromArray(new float[32]));
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, Math.min(length, whole.length - 1)));
            InvalidDataException refusal = assertThrows(InvalidDataException.class, () -> NpyFile.read(file));
            assertTrue(refusal.getMessage().contains(file.toString()), refusal.getMessage());
        } finally {
            Files.delete(file);
        }
    }
}
