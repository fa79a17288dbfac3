package io.gen4j.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Makes a file say another compression than it has. */
final class CodecInFooter {

    private static final int TAIL = 8;

    private CodecInFooter() {}

    static byte[] set(byte[] file, CompressionCodecName codec) throws IOException {
        int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - TAIL);
        int start = file.length - TAIL - length;
        FileMetaData metaData = Util.readFileMetaData(new ByteArrayInputStream(file, start, length));
        metaData.getRow_groups()
                .forEach(group -> group.getColumns()
                        .forEach(column -> column.getMeta_data().setCodec(CompressionCodec.valueOf(codec.name()))));
        ByteArrayOutputStream footer = new ByteArrayOutputStream();
        Util.writeFileMetaData(metaData, footer);
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        result.write(file, 0, start);
        result.write(footer.toByteArray());
        result.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(footer.size())
                .array());
        result.write("PAR1".getBytes(StandardCharsets.US_ASCII));
        return result.toByteArray();
    }
}
