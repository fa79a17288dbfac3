package io.gen4j.interop;

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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Any tensors, whole and damaged. */
class SafetensorsFilePropertyTest {

    private static final int TRIES = 200;

    /** Put into headers, where they are likelier to hurt than any byte. */
    private static final List<String> SPLINTERS = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "-1",
            "0",
            "9999999999999999999",
            "1e400",
            "null",
            "\"F32\"",
            "\"I64\"",
            "[[[[[[[[[[",
            "{\"a\":",
            "\"shape\":",
            "\"data_offsets\":[0,0]",
            "\"__metadata__\":{}",
            "\\ud800",
            "\u0000");

    private static final Path FILE = Path.of("a.safetensors");

    @Property(tries = TRIES)
    void readsWhatItWroteWhateverTheOrder(@ForAll("files") Map<String, Tensor> tensors, @ForAll Random random)
            throws IOException {
        byte[] bytes = written(tensors);
        assertEquals(tensors, SafetensorsFile.parse(bytes, FILE).tensors());
        List<String> names = new ArrayList<>(tensors.keySet());
        Collections.shuffle(names, random);
        Map<String, Tensor> shuffled = new LinkedHashMap<>();
        names.forEach(name -> shuffled.put(name, tensors.get(name)));
        assertArrayEquals(bytes, written(shuffled));
    }

    @Property(tries = TRIES)
    void namesAFileThatEndsTooEarly(
            @ForAll("files") Map<String, Tensor> tensors, @ForAll @IntRange(max = 1 << 20) int at) throws IOException {
        byte[] bytes = written(tensors);
        byte[] cut = Arrays.copyOf(bytes, at % bytes.length);
        InvalidDataException e = assertThrows(InvalidDataException.class, () -> SafetensorsFile.parse(cut, FILE));
        assertOneLine(e);
    }

    /** Some damage goes unnoticed, since it gives other numbers or names; nothing else may come out. */
    @Property(tries = 5 * TRIES)
    void survivesAnyDamage(
            @ForAll("files") Map<String, Tensor> tensors,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 1 << 20) Integer> places,
            @ForAll Random random)
            throws IOException {
        byte[] bytes = written(tensors);
        for (int place : places) {
            bytes = random.nextBoolean() ? changed(bytes, place, random) : splintered(bytes, place, random);
        }
        try {
            SafetensorsFile read = SafetensorsFile.parse(bytes, FILE);
            read.tensors().values().forEach(tensor -> assertEquals(product(tensor.shape()), count(tensor)));
        } catch (InvalidDataException e) {
            assertOneLine(e);
        }
    }

    private static byte[] written(Map<String, Tensor> tensors) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SafetensorsFile.of(tensors).writeTo(out);
        return out.toByteArray();
    }

    private static long product(long[] shape) {
        return LongStream.of(shape).reduce(1, (a, b) -> a * b);
    }

    private static int count(Tensor tensor) {
        return tensor.type().isFloat() ? tensor.floats().length : tensor.longs().length;
    }

    private static byte[] changed(byte[] bytes, int place, Random random) {
        byte[] result = bytes.clone();
        result[place % bytes.length] = (byte) random.nextInt();
        return result;
    }

    /** Keeps the header's length right, so that its parser is reached. */
    private static byte[] splintered(byte[] bytes, int place, Random random) {
        byte[] splinter = SPLINTERS.get(random.nextInt(SPLINTERS.size())).getBytes(StandardCharsets.UTF_8);
        int at = Math.min(bytes.length, Long.BYTES + place % 200);
        ByteBuffer result = ByteBuffer.allocate(bytes.length + splinter.length).order(ByteOrder.LITTLE_ENDIAN);
        result.put(bytes, 0, at).put(splinter).put(bytes, at, bytes.length - at);
        result.putLong(0, result.getLong(0) + splinter.length);
        return result.array();
    }

    private static void assertOneLine(InvalidDataException e) {
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        assertTrue(e.getMessage().startsWith(FILE.toString()), e.getMessage());
    }

    @Provide
    Arbitrary<Map<String, Tensor>> files() {
        Arbitrary<String> names = Arbitraries.strings().ofMaxLength(8).filter(name -> !name.equals("__metadata__"));
        // Unpaired surrogates are no text, and cannot be written as UTF-8.
        Arbitrary<String> texts = names.map(name -> name.replaceAll("\\p{Cs}", "s"));
        return Arbitraries.maps(texts, tensors()).ofMaxSize(5);
    }

    private static Arbitrary<Tensor> tensors() {
        Arbitrary<long[]> shapes =
                Arbitraries.longs().between(0, 5).array(long[].class).ofMaxSize(4);
        return shapes.flatMap(shape -> Arbitraries.longs().map(seed -> {
            Random random = new Random(seed);
            int count = (int) product(shape);
            if (seed % 3 == 0) {
                return Tensor.of(random.longs(count).toArray(), shape);
            }
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = Float.intBitsToFloat(random.nextInt());
            }
            return Tensor.of(values, shape);
        }));
    }
}
