package io.gen4j.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files as NumPy's {@code save} and {@code savez} write them, of any type. */
final class NumPyBytes {

    private NumPyBytes() {}

    /**
     * An array.
     *
     * @param type such as {@code <f4}, or a list of fields
     * @param shape such as {@code 2, 3}; empty for a single number
     */
    static byte[] array(String type, String shape, double... values) throws IOException {
        boolean isRecord = type.startsWith("[");
        int size = isRecord ? 8 : Integer.parseInt(type.replaceFirst("^..(\\d+).*|.*", "0$1"));
        String descr = isRecord ? type : "'" + type + "'";
        String sizes = shape.isEmpty() || shape.contains(",") ? shape : shape + ",";
        String header = "{'descr': " + descr + ", 'fortran_order': False, 'shape': (" + sizes + "), }";
        header += " ".repeat(63 - (10 + header.length()) % 64) + "\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {
            (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), (byte) (header.length() >> 8)
        });
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        int each = size == 0 ? 8 : size;
        ByteBuffer data = ByteBuffer.allocate(values.length * each)
                .order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            put(data, type.charAt(1) == 'f', each, value);
        }
        out.write(data.array());
        return out.toByteArray();
    }

    /** An archive of arrays. */
    static byte[] archive(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static void put(ByteBuffer data, boolean isFloat, int size, double value) {
        switch (size) {
            case 1 -> data.put((byte) value);
            case 2 -> data.putShort(isFloat ? half(value) : (short) (int) value);
            case 4 -> {
                if (isFloat) {
                    data.putFloat((float) value);
                } else {
                    data.putInt((int) value);
                }
            }
            case 8 -> {
                if (isFloat) {
                    data.putDouble(value);
                } else {
                    data.putLong((long) value);
                }
            }
            default -> data.put(new byte[size]);
        }
    }

    /** Zero, and numbers that 11 bits hold. */
    private static short half(double value) {
        if (value == 0) {
            return 0;
        }
        int bits = Float.floatToIntBits((float) value);
        return (short) (bits >>> 16 & 0x8000 | ((bits >>> 23 & 0xff) - 112) << 10 | bits >>> 13 & 0x3ff);
    }
}
