package io.gen4j.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void choose() {
        file = directory.resolve("a.safetensors");
    }

    /** Bytes that version 0.8.0 of the format's Python library wrote of the same tensors. */
    @Test
    void writesWhatTheLibraryWrites() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b.weight", Tensor.of(new float[] {1, 2}, 2));
        tensors.put("n", Tensor.of(new long[] {7}));
        tensors.put("a", Tensor.of(new float[0], 0, 3));
        SafetensorsFile.of(tensors).write(file);
        String header = "{\"n\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[8,8]},"
                + "\"b.weight\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}       ";
        byte[] numbers = {7, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40};
        assertArrayEquals(file(header, numbers), Files.readAllBytes(file));
    }

    @Test
    void readsWhatItWrote() throws IOException {
        SafetensorsFile written = new SafetensorsFile(
                Map.of("format", "pt"),
                Map.of(
                        "é \"quoted\"", Tensor.of(new float[] {1, -0f, Float.NaN, 4, 5, 6}, 2, 3),
                        "count", Tensor.of(new long[] {Long.MIN_VALUE})));
        written.write(file);
        assertEquals(written, SafetensorsFile.read(file));
    }

    @Test
    void readsNumbersOfHalfPrecisionExactly() throws IOException {
        String header = "{\"h\":{\"dtype\":\"F16\",\"shape\":[7],\"data_offsets\":[0,14]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[14,18]}}";
        short[] halves = {0x3c00, (short) 0xc100, 0x0001, (short) 0x83ff, 0x7bff, (short) 0xfc00, (short) 0x8000};
        ByteBuffer numbers = ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN);
        numbers.asShortBuffer().put(halves).put(new short[] {0x3f80, (short) 0xc049});
        Map<String, Tensor> tensors = read(header, numbers.array()).tensors();
        assertArrayEquals(
                new float[] {1, -2.5f, 0x1p-24f, -1023 * 0x1p-24f, 65504, Float.NEGATIVE_INFINITY, -0f},
                tensors.get("h").floats());
        assertArrayEquals(new float[] {1, -3.140625f}, tensors.get("b").floats());
    }

    @Test
    void replacesNothing() throws IOException {
        Files.writeString(file, "mine");
        SafetensorsFile empty = SafetensorsFile.of(Map.of());
        assertThrows(FileAlreadyExistsException.class, () -> empty.write(file));
        assertEquals("mine", Files.readString(file));
    }

    /** Eight bytes of numbers follow each header. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}  | goes on after its tensors: expected 0 bytes of them, found 8",
                "[]  | no JSON object",
                "nul | not JSON",
                "{} {} | not JSON",
                "{'a':1} | \"a\" has dtype missing: expected one of BOOL, U8",
                "{'a':{'dtype':'C64','shape':[1],'data_offsets':[0,8]}} | \"a\" has dtype \"C64\"",
                "{'a':{'dtype':3,'shape':[1],'data_offsets':[0,8]}} | \"a\" has dtype 3",
                "{'a':{'dtype':'F32','data_offsets':[0,8]}} | \"a\" has shape missing",
                "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | \"a\" has shape [-2]",
                "{'a':{'dtype':'F32','shape':[2.5],'data_offsets':[0,8]}} | \"a\" has shape [2.5]",
                "{'a':{'dtype':'F32','shape':[9999999999,9999999999],'data_offsets':[0,8]}} | \"a\" has shape",
                "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}} | \"a\" has shape",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0]}} | \"a\" has data_offsets [0]",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | \"a\" has data_offsets [8, 0]",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}} | expected 4 bytes for F32 [1]",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} | \"a\" lies at 0 to 12, and the file ends at 8",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | \"a\" lies at 4 to 8: expected its start at 0",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}"
                        + "| \"b\" lies at 4 to 8: expected its start at 8, behind the tensor that it overlaps",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}"
                        + "| Duplicate",
                "{'__metadata__':{'n':1},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | __metadata__ must be",
                "{'a\\nb':{'dtype':'C64','shape':[1],'data_offsets':[0,8]}} | \"a\\u000ab\" has dtype"
            })
    void namesWhatIsWrongWithTheHeader(String header, String named) {
        assertRefused(named, file(header.replace('\'', '"'), new byte[8]));
    }

    @Test
    void refusesHeadersOfAbsurdLengthOrDepth() {
        for (long length : new long[] {-1, Long.MIN_VALUE, 0, 1, 11, 100_000_001, Long.MAX_VALUE}) {
            byte[] bytes = ByteBuffer.allocate(18)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(length)
                    .put("{}        ".getBytes(StandardCharsets.UTF_8))
                    .array();
            assertRefused("claims a header of " + Long.toUnsignedString(length) + " bytes: expected 2 to 10", bytes);
        }
        assertRefused("has 7 bytes", new byte[7]);
        assertRefused("not JSON", file("[".repeat(1_000_000), new byte[0]));
        assertRefused("not JSON", file("{\"a\":".repeat(100_000), new byte[0]));
    }

    @Test
    void refusesAHeaderThatIsNotUtf8() {
        assertRefused("not UTF-8", file("{\"\u00e9\":1}", new byte[0], StandardCharsets.ISO_8859_1));
    }

    @Test
    void namesAFileThatIsMissing() {
        NoSuchFileException e = assertThrows(NoSuchFileException.class, () -> SafetensorsFile.read(file));
        assertEquals(file.toString(), e.getFile());
    }

    private SafetensorsFile read(String header, byte[] numbers) throws IOException {
        Files.write(file, file(header, numbers));
        return SafetensorsFile.read(file);
    }

    private void assertRefused(String named, byte[] bytes) {
        InvalidDataException e = assertThrows(InvalidDataException.class, () -> {
            Files.write(file, bytes);
            SafetensorsFile.read(file);
        });
        assertTrue(e.getMessage().contains(named), e.getMessage());
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        assertEquals(List.of(e.getMessage()), e.getMessage().lines().toList());
    }

    private static byte[] file(String header, byte[] numbers) {
        return file(header, numbers, StandardCharsets.UTF_8);
    }

    private static byte[] file(String header, byte[] numbers, java.nio.charset.Charset charset) {
        byte[] text = header.getBytes(charset);
        return ByteBuffer.allocate(Long.BYTES + text.length + numbers.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .put(numbers)
                .array();
    }
}
