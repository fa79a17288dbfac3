package io.gen4j.parquet;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes Parquet files by Apache's own writer. */
final class Tables {

    /** As Hugging Face writes pictures with labels. */
    static final String HUGGING_FACE =
            "message schema { optional group image { optional binary bytes; optional binary path (UTF8); } "
                    + "optional int64 label; }";

    /** As the library {@code datasets} describes those. */
    static final Map<String, String> CATS_AND_DOGS = Map.of(
            "huggingface",
            "{\"info\": {\"features\": {\"image\": {\"_type\": \"Image\"}, "
                    + "\"label\": {\"names\": [\"cat\", \"dog\"], \"_type\": \"ClassLabel\"}}}}");

    private Tables() {}

    /** Writes rows, each filled in by its number. */
    static Path write(Path file, String schema, Map<String, String> metaData, int rows, BiConsumer<Group, Integer> fill)
            throws IOException {
        return write(file, schema, metaData, rows, fill, builder -> builder);
    }

    static Path write(
            Path file,
            String schema,
            Map<String, String> metaData,
            int rows,
            BiConsumer<Group, Integer> fill,
            UnaryOperator<ExampleParquetWriter.Builder> options)
            throws IOException {
        Files.createDirectories(file.getParent());
        MessageType type = MessageTypeParser.parseMessageType(schema);
        SimpleGroupFactory groups = new SimpleGroupFactory(type);
        try (ParquetWriter<Group> writer = options.apply(ExampleParquetWriter.builder(new LocalOutputFile(file))
                        .withType(type)
                        .withExtraMetaData(metaData))
                .build()) {
            for (int i = 0; i < rows; i++) {
                Group row = groups.newGroup();
                fill.accept(row, i);
                writer.write(row);
            }
        }
        return file;
    }

    /** A row of {@link #HUGGING_FACE}: a picture of the grey {@code number}, and its label. */
    static void fill(Group row, int number, int label) {
        row.addGroup("image")
                .append("bytes", Binary.fromConstantByteArray(png(number)))
                .append("path", number + ".png");
        row.add("label", (long) label);
    }

    /** Four by four pixels of one grey. */
    static byte[] png(int grey) {
        BufferedImage picture = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 16; i++) {
            picture.getRaster().setSample(i % 4, i / 4, 0, grey);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", out);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
