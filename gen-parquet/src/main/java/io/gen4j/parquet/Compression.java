package io.gen4j.parquet;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;

/** Decompresses pages, in Java alone. */
final class Compression {

    /** Pictures hardly grow. Zeros that were compressed do, without end. */
    private static final long MAX_GROWTH = 100;

    private static final int ALWAYS_ALLOWED = 1 << 26;

    private Compression() {}

    /** Whether a page of this compression can be read. */
    static boolean isRead(CompressionCodec codec) {
        return switch (codec) {
            case UNCOMPRESSED, SNAPPY, GZIP, ZSTD, LZ4_RAW -> true;
            case LZO, BROTLI, LZ4 -> false;
        };
    }

    /**
     * Decompresses a part of an array.
     *
     * @param size of the result
     * @throws IOException if the bytes are damaged, or unpack to another size or to far more than pictures do
     */
    static byte[] decompress(CompressionCodec codec, byte[] bytes, int from, int size) throws IOException {
        int length = bytes.length - from;
        if (size > ALWAYS_ALLOWED && size > MAX_GROWTH * length) {
            throw new IOException("a page of " + length + " bytes that unpacks to " + size);
        }
        byte[] result = new byte[size];
        int unpacked = switch (codec) {
            case UNCOMPRESSED -> copy(bytes, from, result);
            case SNAPPY -> decompress(new SnappyDecompressor(), bytes, from, result);
            case ZSTD -> decompress(new ZstdDecompressor(), bytes, from, result);
            case LZ4_RAW -> decompress(new Lz4Decompressor(), bytes, from, result);
            case GZIP -> gunzip(bytes, from, result);
            case LZO, BROTLI, LZ4 -> throw new IOException("compression " + codec);
        };
        if (unpacked != size) {
            throw new IOException("a page that unpacks to " + unpacked + " bytes: expected " + size);
        }
        return result;
    }

    private static int copy(byte[] bytes, int from, byte[] result) {
        int length = bytes.length - from;
        System.arraycopy(bytes, from, result, 0, Math.min(length, result.length));
        return length;
    }

    private static int decompress(Decompressor decompressor, byte[] bytes, int from, byte[] result) throws IOException {
        try {
            return decompressor.decompress(bytes, from, bytes.length - from, result, 0, result.length);
        } catch (RuntimeException e) {
            throw new IOException("a page that cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private static int gunzip(byte[] bytes, int from, byte[] result) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes, from, bytes.length - from))) {
            int read = in.readNBytes(result, 0, result.length);
            return in.read() < 0 ? read : read + 1;
        }
    }
}
