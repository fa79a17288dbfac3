package io.gen4j.interop;

import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.NativeArrays;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** NumPy's array files, as {@code numpy.save} writes them: version 1.0, little endian, rows first. */
public final class NpyFile {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int PREAMBLE = MAGIC.length + 4;

    /** As double-precision numbers, they have just as many bytes as an array can. */
    private static final long MAX_VALUES = (1L << 28) - 1;

    private static final Pattern HEADER = Pattern.compile(
            "\\{\\s*'descr':\\s*'<f([48])',\\s*'fortran_order':\\s*False,\\s*'shape':\\s*\\(((?:\\s*\\d+\\s*,)*\\s*(?:\\d+)?\\s*)\\),?\\s*\\}\\s*");

    private NpyFile() {}

    /** Writes an array as single-precision numbers, with its shape. Replaces what was there. */
    public static void write(Path file, INDArray array) throws IOException {
        float[] values = new float[(int) array.length()];
        try (INDArray ordered = array.castTo(DataType.FLOAT).dup('c')) {
            HostMemory.read(ordered, 0, values, values.length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        byte[] header = header(array.shape());
        AtomicFile.replace(file, out -> {
            out.write(MAGIC);
            out.write(new byte[] {1, 0, (byte) header.length, (byte) (header.length >> 8)});
            out.write(header);
            out.write(bytes.array());
        });
    }

    /**
     * Reads an array of single- or double-precision numbers.
     *
     * @return float, 'c' order
     * @throws InvalidDataException if the file is no such array, or truncated
     */
    public static INDArray read(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            DataInputStream in = new DataInputStream(stream);
            Matcher header = readHeader(in, file);
            int width = Integer.parseInt(header.group(1));
            long[] shape = shape(header.group(2), file);
            int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
            byte[] bytes = in.readNBytes(count * width);
            if (bytes.length < count * width) {
                throw new InvalidDataException(
                        file + " is truncated: it has " + bytes.length + " of " + count * width + " bytes of numbers");
            }
            return array(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), width, shape, count);
        }
    }

    private static INDArray array(ByteBuffer bytes, int width, long[] shape, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = width == Float.BYTES ? bytes.getFloat() : (float) bytes.getDouble();
        }
        INDArray array = NativeArrays.zeros(shape);
        HostMemory.write(values, array, 0, count);
        return array;
    }

    private static Matcher readHeader(DataInputStream in, Path file) throws IOException {
        byte[] preamble = in.readNBytes(PREAMBLE);
        if (preamble.length < PREAMBLE || !Arrays.equals(MAGIC, Arrays.copyOf(preamble, MAGIC.length))) {
            throw new InvalidDataException(file + " is not an .npy file: numpy.save writes them");
        }
        int length = (preamble[PREAMBLE - 2] & 0xff) | (preamble[PREAMBLE - 1] & 0xff) << 8;
        String text = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        Matcher header = HEADER.matcher(text);
        if (preamble[MAGIC.length] != 1 || !header.matches()) {
            throw new InvalidDataException(
                    file + " has the header " + text.strip() + ": expected float32 or float64, rows first");
        }
        return header;
    }

    private static long[] shape(String text, Path file) throws InvalidDataException {
        long count = 1;
        long[] shape = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .mapToLong(part -> part.length() > 9 ? MAX_VALUES + 1 : Long.parseLong(part))
                .toArray();
        for (long size : shape) {
            count *= size;
            if (size < 1 || count > MAX_VALUES) {
                throw new InvalidDataException(
                        file + " has the shape (" + text + "): expected 1 to " + MAX_VALUES + " numbers");
            }
        }
        return shape;
    }

    private static byte[] header(long[] shape) {
        String sizes = Arrays.stream(shape).mapToObj(size -> size + ",").collect(Collectors.joining(" "));
        String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + sizes + "), }";
        int padded = (PREAMBLE + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - PREAMBLE;
        return (text + " ".repeat(padded - text.length() - 1) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
