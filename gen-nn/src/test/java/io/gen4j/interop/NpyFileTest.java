package io.gen4j.interop;

import static io.gen4j.file.Messages.assertOneLine;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.file.InvalidDataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NpyFileTest {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    @TempDir
    private Path directory;

    @Test
    void readsWhatItWrote() throws IOException {
        Path file = directory.resolve("a.npy");
        for (INDArray array : new INDArray[] {
            Nd4j.createFromArray(1f, -2.5f, Float.MIN_VALUE),
            Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}}),
            Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}}).transpose(),
            Nd4j.rand(2, 3, 4, 5),
            Nd4j.rand(7, 300_001)
        }) {
            NpyFile.write(file, array);
            assertEquals(array.dup('c'), NpyFile.read(file));
        }
    }

    @Test
    void writesInPieces() throws IOException {
        Path file = directory.resolve("a.npy");
        INDArray whole = Nd4j.rand(5, 3);
        NpyFile.write(file, new long[] {5, 3}, sink -> {
            for (int row = 0; row < 5; row++) {
                sink.append(whole.getRow(row));
            }
        });
        assertEquals(whole, NpyFile.read(file));
        assertThrows(
                IllegalStateException.class, () -> NpyFile.write(file, new long[] {6, 3}, sink -> sink.append(whole)));
        assertEquals(whole, NpyFile.read(file), "a failed write leaves the file as it was");
    }

    @Test
    void writesDoublesAsFloats() throws IOException {
        Path file = directory.resolve("a.npy");
        NpyFile.write(file, Nd4j.createFromArray(0.5, 2).castTo(DataType.DOUBLE));
        assertArrayEquals(new float[] {0.5f, 2}, NpyFile.read(file).toFloatVector());
    }

    /** The numbers start at a multiple of 64 bytes, as the format asks. */
    @Test
    void alignsTheNumbers() throws IOException {
        Path file = directory.resolve("a.npy");
        NpyFile.write(file, Nd4j.createFromArray(1f));
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(0, (bytes.length - Float.BYTES) % 64);
        assertEquals('\n', bytes[bytes.length - Float.BYTES - 1]);
        assertArrayEquals(
                new byte[] {0, 0, (byte) 0x80, 0x3f}, Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length));
    }

    /** The numbers 1 and 200 (or -56, or 1 for truth) in every type and byte order. */
    @ParameterizedTest
    @CsvSource({
        "|b1, 0101, 1, 1",
        "|u1, 01c8, 1, 200",
        "|i1, 01c8, 1, -56",
        "u1, 01c8, 1, 200",
        "<u2, 0100c800, 1, 200",
        ">u2, 000100c8, 1, 200",
        "<i2, 010038ff, 1, -200",
        ">i2, 0001ff38, 1, -200",
        "<i4, 01000000c8000000, 1, 200",
        ">i4, 00000001000000c8, 1, 200",
        "<u4, 01000000ffffffff, 1, 4294967296",
        "<i8, 0100000000000000c800000000000000, 1, 200",
        ">i8, 0000000000000001ffffffffffffffff, 1, -1",
        "<u8, 0100000000000000ffffffffffffffff, 1, 18446744073709551616",
        "<f2, 003c405a, 1, 200",
        ">f2, 3c005a40, 1, 200",
        "<f4, 0000803f00004843, 1, 200",
        ">f4, 3f80000043480000, 1, 200",
        "<f8, 000000000000f03f0000000000006940, 1, 200",
        ">f8, 3ff00000000000004069000000000000, 1, 200"
    })
    void readsEveryTypeInBothByteOrders(String descr, String hex, float first, float second) throws IOException {
        byte[] numbers = java.util.HexFormat.of().parseHex(hex);
        Path file = write(1, "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (2,), }\n", numbers);
        assertArrayEquals(new float[] {first, second}, NpyFile.read(file).toFloatVector());
    }

    @Test
    void readsColumnsFirst() throws IOException {
        byte[] numbers = {1, 4, 2, 5, 3, 6};
        Path file = write(1, "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }\n", numbers);
        assertEquals(Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}}), NpyFile.read(file));
        Path cube = write(1, "{'descr': '|u1', 'fortran_order': True, 'shape': (1, 2, 3), }\n", numbers);
        assertEquals(Nd4j.createFromArray(new float[][][] {{{1, 2, 3}, {4, 5, 6}}}), NpyFile.read(cube));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void readsEveryVersionAndOrderOfKeys(int version) throws IOException {
        Path file = write(version, "{ \"shape\":(2L,) ,'fortran_order' :False,'descr':'|u1'}", new byte[] {7, 8});
        assertArrayEquals(new float[] {7, 8}, NpyFile.read(file).toFloatVector());
    }

    @Test
    void readsAnArchive() throws IOException {
        byte[] array = bytes(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }\n", new byte[] {7, 8});
        Path one = Files.write(directory.resolve("one.npz"), zip("arr_0.npy", array));
        assertArrayEquals(new float[] {7, 8}, NpyFile.read(one).toFloatVector());

        Path two =
                Files.write(directory.resolve("two.npz"), zip("arr_0.npy", array, "y.npy", array, "note.txt", array));
        assertEquals(
                List.of("arr_0", "y"),
                NpyArray.in(two).stream().map(NpyArray::key).toList());
        assertOneLine(refusal(two), two, "2 arrays", "arr_0, y");
        Path none = Files.write(directory.resolve("none.npz"), zip("note.txt", array));
        assertOneLine(refusal(none), none, "without arrays");
        Path cut = Files.write(directory.resolve("cut.npz"), Arrays.copyOf(Files.readAllBytes(one), 100));
        assertOneLine(refusal(cut), cut);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '|O', 'fortran_order': False, 'shape': (2,), }",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (2,), }",
                "{'descr': '<U3', 'fortran_order': False, 'shape': (2,), }",
                "{'descr': '', 'fortran_order': False, 'shape': (2,), }",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }",
                "{'descr': '<f4', 'fortran_order': Maybe, 'shape': (2,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2 3), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999, 999999999999), }",
                "{'descr': '<f4', 'fortran_order': False}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 'x'}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } trailing",
                "{'descr': '<f4",
                "{",
                "",
                "[1, 2]",
                "{'descr': '\u001b[2J', 'fortran_order': False, 'shape': (2,)}"
            })
    void refusesWhatIsNoArrayOfNumbersInOneLine(String header) throws IOException {
        Path file = write(1, header, new byte[8]);
        String message = refusal(file);
        assertOneLine(message, file);
        assertTrue(message.indexOf('\u001b') < 0, message);
    }

    /** Each took minutes or the whole stack when a regular expression read the header. */
    @ParameterizedTest
    @ValueSource(strings = {" ", "1,", "1", "(", "{", "'", "{'a':", "\n", "[", ","})
    void readsTheWorstHeadersInOnePass(String part) throws IOException {
        String tail = part.repeat(60_000 / part.length());
        for (String start :
                List.of("", "{'descr': '<f4', 'fortran_order': False, 'shape': (", "{'descr': ", "{'descr': '<f4',")) {
            String message = refusal(write(1, start + tail, new byte[8]));
            assertTrue(message.length() < 1000, "cut");
        }
        assertOneLine(refusal(write(2, tail.repeat(3), new byte[8])), "header");
    }

    /** Complete headers: the regular expression needed a frame of the stack for each dimension. */
    @ParameterizedTest
    @ValueSource(ints = {33, 5_000, 30_000})
    void refusesMoreDimensionsThanNumPyHas(int dimensions) throws IOException {
        String shape = "1,".repeat(dimensions);
        Path file = write(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (" + shape + "), }\n", new byte[1]);
        assertOneLine(refusal(file), file, "at most 32 dimensions");
    }

    @Test
    void refusesWhatGoesOnAfterItsNumbers() throws IOException {
        Path file = write(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }\n", new byte[3]);
        assertOneLine(refusal(file), file, "goes on");
    }

    @Test
    void refusesAnArchiveThatClaimsMoreThanItCanHold() throws IOException {
        byte[] header = bytes(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000,), }\n", new byte[8]);
        byte[] zip = zip("a.npy", header);
        int directoryStart = new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(directoryStart + 24, 0xfffffff0);
        Path file = Files.write(directory.resolve("a.npz"), zip);
        assertOneLine(refusal(file), file);
    }

    /** The product of these has more than 64 bits once each number has its bytes. */
    @Test
    void refusesAnAbsurdShape() throws IOException {
        Path file = write(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (268435456, 99), }\n", new byte[0]);
        assertOneLine(refusal(file), file, "its header asks for 2126008812");
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

    private static String refusal(Path file) {
        return assertThrows(InvalidDataException.class, () -> NpyFile.read(file))
                .getMessage();
    }

    private Path write(int version, String header, byte[] numbers) throws IOException {
        return Files.write(directory.resolve("a.npy"), bytes(version, header, numbers));
    }

    private static byte[] bytes(int version, String header, byte[] numbers) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(12 + text.length + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).put((byte) version).put((byte) 0);
        if (version == 1) {
            bytes.putShort((short) text.length);
        } else {
            bytes.putInt(text.length);
        }
        bytes.put(text).put(numbers);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static byte[] zip(Object... namesAndContents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                out.putNextEntry(new ZipEntry((String) namesAndContents[i]));
                out.write((byte[]) namesAndContents[i + 1]);
            }
        }
        return bytes.toByteArray();
    }
}
