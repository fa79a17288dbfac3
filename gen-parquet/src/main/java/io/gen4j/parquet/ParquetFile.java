package io.gen4j.parquet;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.io.input.BoundedInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** A Parquet file: what its end says of it, and the values of its columns. */
final class ParquetFile implements Closeable {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final String MAGIC_ENCRYPTED = "PARE";
    private static final int TAIL = 8;

    /** A footer has a few hundred bytes per column and row group. */
    private static final int MAX_FOOTER = 1 << 28;

    private static final int HEAP_SHARE = 16;

    /** A row takes at least a few bits, unless many pictures are the same or missing. */
    private static final int MAX_ROWS_PER_BYTE = 64;

    private static final int ROWS_ALWAYS_ALLOWED = 1 << 12;

    private final Path file;
    private final FileChannel channel;
    private final FileMetaData metaData;
    private final MessageType schema;

    private ParquetFile(Path file, FileChannel channel, FileMetaData metaData, MessageType schema) {
        this.file = file;
        this.channel = channel;
        this.metaData = metaData;
        this.schema = schema;
    }

    /** @throws InvalidDataException if it is no Parquet file, damaged or encrypted */
    static ParquetFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            FileMetaData metaData = metaData(file, channel);
            ParquetFile opened = new ParquetFile(file, channel, metaData, Schema.of(metaData.getSchema()));
            opened.requireCounts();
            return opened;
        } catch (InvalidDataException e) {
            channel.close();
            throw e;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw damaged(file, e);
        }
    }

    static InvalidDataException damaged(Path file, Exception e) {
        String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new InvalidDataException(file + " is no Parquet file, or damaged: " + Printable.of(what), e);
    }

    private static FileMetaData metaData(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < MAGIC.length + TAIL) {
            throw damaged(file, new IOException("it has " + size + " bytes"));
        }
        ByteBuffer tail = read(channel, size - TAIL, TAIL).order(ByteOrder.LITTLE_ENDIAN);
        int length = tail.getInt();
        String magic = StandardCharsets.ISO_8859_1.decode(tail).toString();
        if (magic.equals(MAGIC_ENCRYPTED)) {
            throw new InvalidDataException(file + " is encrypted: decrypt it");
        }
        if (!magic.equals(new String(MAGIC, StandardCharsets.US_ASCII))) {
            throw damaged(file, new IOException("it does not end as one"));
        }
        if (length < 1
                || length > size - TAIL - MAGIC.length
                || length > Math.min(MAX_FOOTER, Runtime.getRuntime().maxMemory() / HEAP_SHARE)) {
            throw damaged(file, new IOException("a footer of " + length + " bytes"));
        }
        byte[] footer = read(channel, size - TAIL - length, length).array();
        try {
            return Util.readFileMetaData(new ByteArrayInputStream(footer), length);
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        long at = position;
        while (bytes.hasRemaining()) {
            int read = channel.read(bytes, at);
            if (read < 0) {
                throw new IOException("it became shorter while it was read");
            }
            at += read;
        }
        return bytes.flip();
    }

    private void requireCounts() throws IOException {
        long sum = 0;
        for (RowGroup group : metaData.getRow_groups()) {
            if (group.getNum_rows() < 0 || group.getNum_rows() > Integer.MAX_VALUE - sum) {
                throw damaged(file, new IOException("a row group of " + group.getNum_rows() + " rows"));
            }
            sum += group.getNum_rows();
        }
    }

    /** @throws InvalidDataException if a row group says that it has more rows than its bytes can hold */
    void requireRows(ColumnDescriptor column) throws IOException {
        for (RowGroup group : metaData.getRow_groups()) {
            long bytes = Math.min(channel.size(), chunk(group, column).getTotal_compressed_size());
            if (group.getNum_rows() > ROWS_ALWAYS_ALLOWED + MAX_ROWS_PER_BYTE * bytes) {
                throw damaged(file, new IOException("a row group of " + group.getNum_rows() + " rows"));
            }
        }
    }

    MessageType schema() {
        return schema;
    }

    /** Rows of each row group. */
    int[] groups() {
        return metaData.getRow_groups().stream()
                .mapToInt(group -> (int) group.getNum_rows())
                .toArray();
    }

    /** @throws JsonProcessingException if they are no JSON */
    HuggingFaceFeatures features() throws JsonProcessingException {
        return HuggingFaceFeatures.parse(metaData(HuggingFaceFeatures.KEY));
    }

    private @Nullable String metaData(String key) {
        List<KeyValue> pairs = metaData.isSetKey_value_metadata() ? metaData.getKey_value_metadata() : List.of();
        return pairs.stream()
                .filter(pair -> key.equals(pair.getKey()) && pair.isSetValue())
                .map(KeyValue::getValue)
                .findFirst()
                .orElse(null);
    }

    /**
     * Hands over some values of a column.
     *
     * @param wanted rows of the group, rising
     */
    <T> void read(
            ColumnDescriptor column,
            int group,
            int[] wanted,
            ColumnChunkReader.Decoder<T> decoder,
            ColumnChunkReader.Values<T> values)
            throws IOException {
        if (wanted.length == 0) {
            // A group without rows may name no place for its columns.
            return;
        }
        RowGroup rows = metaData.getRow_groups().get(group);
        ColumnMetaData chunk = chunk(rows, column);
        long start = chunk.isSetDictionary_page_offset() && chunk.getDictionary_page_offset() > 0
                ? Math.min(chunk.getDictionary_page_offset(), chunk.getData_page_offset())
                : chunk.getData_page_offset();
        long length = chunk.getTotal_compressed_size();
        if (start < MAGIC.length || length < 0 || length > channel.size() - start) {
            throw damaged(file, new IOException("a column at " + start + " of " + length + " bytes"));
        }
        if (!Compression.isRead(chunk.getCodec())) {
            throw new InvalidDataException(file + " is compressed by " + chunk.getCodec()
                    + ", which is not read: write it with snappy, zstd, gzip or none");
        }
        channel.position(start);
        BoundedInputStream bytes = BoundedInputStream.builder()
                .setInputStream(Channels.newInputStream(channel))
                .setMaxCount(length)
                .setPropagateClose(false)
                .get();
        new ColumnChunkReader(file, column, chunk, rows.getNum_rows(), bytes).read(wanted, decoder, values);
    }

    private ColumnMetaData chunk(RowGroup group, ColumnDescriptor column) throws IOException {
        List<String> path = new ArrayList<>(Arrays.asList(column.getPath()));
        for (ColumnChunk chunk : group.getColumns()) {
            ColumnMetaData chunkMetaData = chunk.getMeta_data();
            if (chunkMetaData != null && path.equals(chunkMetaData.getPath_in_schema())) {
                if (chunk.isSetFile_path()) {
                    throw new InvalidDataException(file + " keeps a column in another file, "
                            + Printable.of(chunk.getFile_path()) + ", which is not read: write it into one file");
                }
                return chunkMetaData;
            }
        }
        throw damaged(file, new IOException("a row group without the column " + path));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
