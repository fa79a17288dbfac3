package io.gen4j.parquet;

import io.gen4j.file.InvalidDataException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.impl.ColumnReaderImpl;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.jspecify.annotations.Nullable;

/**
 * Reads some values of a column in a row group. Pages without such values are passed over. Memory holds one page and the
 * dictionary.
 */
final class ColumnChunkReader {

    private static final int BUFFER = 1 << 16;

    /** Of Java's heap, for a page. */
    private static final int HEAP_SHARE = 4;

    private static final int MIN_BYTES_OF_TEXT = 4;
    private static final PrimitiveConverter NOTHING = new PrimitiveConverter() {};

    /** A column's version in the file is no concern here: its flaws are those of other encodings. */
    private static final ParsedVersion VERSION = new ParsedVersion("parquet-mr", "1.17.0", null);

    private final Path file;
    private final ColumnDescriptor column;
    private final CompressionCodec codec;
    private final long rows;
    private final InputStream in;
    private @Nullable DictionaryPage dictionary;

    /**
     * Reads a value where the reader is.
     *
     * @param <T> the value's type
     */
    interface Decoder<T> {
        T decode(ColumnReader reader);
    }

    /**
     * Takes values.
     *
     * @param <T> their type
     */
    interface Values<T> {
        /** @param row in the row group */
        void take(int row, @Nullable T value) throws IOException;
    }

    /**
     * @param in the bytes of the column in this row group
     * @param rows of the group
     */
    ColumnChunkReader(Path file, ColumnDescriptor column, ColumnMetaData metaData, long rows, InputStream in) {
        this.file = file;
        this.column = column;
        this.codec = metaData.getCodec();
        this.rows = rows;
        this.in = new BufferedInputStream(in, BUFFER);
    }

    /**
     * Hands over values.
     *
     * @param wanted rows of the group, rising
     */
    <T> void read(int[] wanted, Decoder<T> decoder, Values<T> values) throws IOException {
        int next = 0;
        long row = 0;
        while (next < wanted.length) {
            PageHeader header = header();
            switch (header.getType()) {
                case DICTIONARY_PAGE -> dictionary = dictionary(header);
                case DATA_PAGE, DATA_PAGE_V2 -> {
                    int count = count(header);
                    require(count >= 0 && row + count <= rows, "a page of " + count + " values");
                    int last = next;
                    while (last < wanted.length && wanted[last] < row + count) {
                        last++;
                    }
                    if (last == next) {
                        skip(header);
                    } else {
                        decode(page(header, count), count, (int) row, wanted, next, last, decoder, values);
                    }
                    next = last;
                    row += count;
                }
                default -> skip(header);
            }
        }
    }

    private PageHeader header() throws IOException {
        PageHeader header;
        try {
            header = Util.readPageHeader(in);
        } catch (IOException | RuntimeException e) {
            throw ParquetFile.damaged(file, e);
        }
        require(header.getType() != null, "a page of no known type");
        require(
                header.getCompressed_page_size() >= 0 && header.getUncompressed_page_size() >= 0,
                "a page of a negative size");
        long most = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
        int size = Math.max(header.getCompressed_page_size(), header.getUncompressed_page_size());
        if (size > most) {
            throw new InvalidDataException(file + " has a page of " + size
                    + " bytes, more than a quarter of Java's heap: give Java more memory with -Xmx, "
                    + "or write the file in smaller row groups");
        }
        return header;
    }

    private void skip(PageHeader header) throws IOException {
        try {
            in.skipNBytes(header.getCompressed_page_size());
        } catch (EOFException e) {
            throw ParquetFile.damaged(file, new EOFException("a page is cut off"));
        }
    }

    private int count(PageHeader header) throws IOException {
        if (header.isSetData_page_header()) {
            return header.getData_page_header().getNum_values();
        }
        require(header.isSetData_page_header_v2(), "a page without a header");
        return header.getData_page_header_v2().getNum_values();
    }

    private <T> void decode(
            DataPage page,
            int count,
            int firstRow,
            int[] wanted,
            int from,
            int to,
            Decoder<T> decoder,
            Values<T> values)
            throws IOException {
        ColumnReader reader;
        try {
            reader = new ColumnReaderImpl(column, new OnePage(dictionary, page, count), NOTHING, VERSION);
        } catch (RuntimeException e) {
            throw ParquetFile.damaged(file, e);
        }
        int next = from;
        for (int i = 0; i < count && next < to; i++) {
            boolean isWanted = wanted[next] == firstRow + i;
            T value = isWanted ? value(reader, decoder) : skip(reader);
            if (isWanted) {
                values.take(wanted[next], value);
                next++;
            }
        }
    }

    private <T> @Nullable T value(ColumnReader reader, Decoder<T> decoder) throws IOException {
        try {
            T value =
                    reader.getCurrentDefinitionLevel() < column.getMaxDefinitionLevel() ? null : decoder.decode(reader);
            reader.consume();
            return value;
        } catch (RuntimeException e) {
            throw ParquetFile.damaged(file, e);
        }
    }

    private <T> @Nullable T skip(ColumnReader reader) throws IOException {
        try {
            if (reader.getCurrentDefinitionLevel() == column.getMaxDefinitionLevel()) {
                reader.skip();
            }
            reader.consume();
            return null;
        } catch (RuntimeException e) {
            throw ParquetFile.damaged(file, e);
        }
    }

    private DictionaryPage dictionary(PageHeader header) throws IOException {
        require(header.isSetDictionary_page_header(), "a dictionary without a header");
        int count = header.getDictionary_page_header().getNum_values();
        byte[] bytes = decompressed(bytes(header), 0, header.getUncompressed_page_size());
        require(count >= 0 && count <= bytes.length / MIN_BYTES_OF_TEXT, "a dictionary of " + count + " values");
        return new DictionaryPage(BytesInput.from(bytes), count, Encoding.PLAIN);
    }

    private DataPage page(PageHeader header, int count) throws IOException {
        byte[] bytes = bytes(header);
        try {
            return header.isSetData_page_header()
                    ? first(
                            header.getData_page_header(),
                            decompressed(bytes, 0, header.getUncompressed_page_size()),
                            count)
                    : second(header.getData_page_header_v2(), bytes, header.getUncompressed_page_size(), count);
        } catch (RuntimeException e) {
            throw ParquetFile.damaged(file, e);
        }
    }

    private DataPage first(DataPageHeader header, byte[] bytes, int count) throws IOException {
        PageChecks checks = new PageChecks(bytes, 0, count);
        if (column.getMaxDefinitionLevel() > 0) {
            require(
                    header.getDefinition_level_encoding() == org.apache.parquet.format.Encoding.RLE,
                    "levels in the encoding " + header.getDefinition_level_encoding());
            checks(() -> checks.levelsWithLength(levelWidth()));
        }
        Encoding encoding = encoding(header.getEncoding(), checks);
        return new DataPageV1(BytesInput.from(bytes), count, bytes.length, null, Encoding.RLE, Encoding.RLE, encoding);
    }

    /** Levels are not compressed in such a page. */
    private DataPage second(DataPageHeaderV2 header, byte[] bytes, int uncompressedSize, int count) throws IOException {
        int levels = header.getDefinition_levels_byte_length();
        require(
                header.getRepetition_levels_byte_length() == 0
                        && levels >= 0
                        && levels <= Math.min(bytes.length, uncompressedSize),
                "levels of " + levels + " bytes");
        byte[] definitions = Arrays.copyOf(bytes, levels);
        if (column.getMaxDefinitionLevel() > 0) {
            checks(() -> new PageChecks(definitions, 0, count).levels(levelWidth()));
        }
        boolean isCompressed = !header.isSetIs_compressed() || header.isIs_compressed();
        byte[] values = isCompressed && bytes.length > levels
                ? decompressed(bytes, levels, uncompressedSize - levels)
                : Arrays.copyOfRange(bytes, levels, bytes.length);
        Encoding encoding = encoding(header.getEncoding(), new PageChecks(values, 0, count));
        return DataPageV2.uncompressed(
                count,
                header.getNum_nulls(),
                count,
                BytesInput.empty(),
                BytesInput.from(definitions),
                encoding,
                BytesInput.from(values),
                null);
    }

    private int levelWidth() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(column.getMaxDefinitionLevel());
    }

    /** The encoding of values, after a check of what the page says of them. */
    private Encoding encoding(org.apache.parquet.format.@Nullable Encoding encoding, PageChecks checks)
            throws IOException {
        require(encoding != null, "values of no known encoding");
        return switch (encoding) {
            case PLAIN -> Encoding.PLAIN;
            case RLE -> Encoding.RLE;
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> {
                checks(checks::indices);
                yield Encoding.RLE_DICTIONARY;
            }
            case DELTA_BINARY_PACKED -> {
                checks(checks::differences);
                yield Encoding.DELTA_BINARY_PACKED;
            }
            case DELTA_LENGTH_BYTE_ARRAY -> {
                checks(checks::differences);
                yield Encoding.DELTA_LENGTH_BYTE_ARRAY;
            }
            case BIT_PACKED, DELTA_BYTE_ARRAY, BYTE_STREAM_SPLIT ->
                throw new InvalidDataException(file + " has the encoding " + encoding
                        + " in its column " + PictureColumns.name(column)
                        + ", which is not read: write it with plain or dictionary encoding");
        };
    }

    private byte[] bytes(PageHeader header) throws IOException {
        byte[] bytes = in.readNBytes(header.getCompressed_page_size());
        require(bytes.length == header.getCompressed_page_size(), "a page is cut off");
        if (header.isSetCrc()) {
            CRC32 checksum = new CRC32();
            checksum.update(bytes);
            require((int) checksum.getValue() == header.getCrc(), "a page has another checksum than it says");
        }
        return bytes;
    }

    private byte[] decompressed(byte[] bytes, int from, int size) throws IOException {
        try {
            return Compression.decompress(codec, bytes, from, size);
        } catch (IOException e) {
            throw ParquetFile.damaged(file, e);
        }
    }

    /** A check that may fail. */
    private interface Check {
        void run() throws IOException;
    }

    private void checks(Check check) throws IOException {
        try {
            check.run();
        } catch (IOException e) {
            throw ParquetFile.damaged(file, e);
        }
    }

    private void require(boolean holds, String what) throws IOException {
        if (!holds) {
            throw ParquetFile.damaged(file, new EOFException(what));
        }
    }

    /** A page as a column of its own. */
    private record OnePage(@Nullable DictionaryPage dictionary, DataPage page, int count) implements PageReader {

        @Override
        public @Nullable DictionaryPage readDictionaryPage() {
            return dictionary;
        }

        @Override
        public long getTotalValueCount() {
            return count;
        }

        @Override
        public DataPage readPage() {
            return page;
        }
    }
}
