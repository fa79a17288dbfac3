package io.gen4j.spark.submit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.source.IdxFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Where the program's images come from.
 *
 * @param path of Spark's files, or of a local folder of IDX files
 * @param format a name of Spark's data sources, or {@code idx}
 */
record ImageInput(String path, String format) {

    /** The column of the order of images from IDX files. */
    static final String INDEX = "index";

    private static final String IDX = "idx";
    private static final String NAMES = "label-names.json";

    static ImageInput of(Arguments arguments) {
        return new ImageInput(
                arguments.required("--images"), arguments.optional("--format").orElse("parquet"));
    }

    boolean isIdx() {
        return format.equals(IDX);
    }

    /** The rows: those of the files, or of IDX files the columns index, image, and label if they have labels. */
    Dataset<Row> read(SparkSession spark) throws IOException {
        return isIdx() ? readIdx(spark) : spark.read().format(format).load(path);
    }

    /** The names of the labels of IDX files in their order; empty if there are no labels. */
    List<String> labelNames() throws IOException {
        return labelNames(idx());
    }

    private List<String> labelNames(ImageDataset images) throws IOException {
        Path names = Path.of(path, NAMES);
        if (images.labelNames().isEmpty() || !Files.exists(names)) {
            return images.labelNames();
        }
        return List.of(JsonMapper.builder().build().readValue(Files.readAllBytes(names), String[].class));
    }

    private ImageDataset idx() throws IOException {
        return IdxFolder.read(Path.of(path), line -> {}).train();
    }

    private Dataset<Row> readIdx(SparkSession spark) throws IOException {
        ImageDataset images = idx();
        List<String> names = labelNames(images);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            byte[] pixels = new byte[images.shape().size()];
            images.copyPixels(i, pixels, 0);
            rows.add(
                    names.isEmpty()
                            ? RowFactory.create((long) i, pixels)
                            : RowFactory.create((long) i, pixels, names.get(images.label(i))));
        }
        StructType schema =
                new StructType().add(INDEX, DataTypes.LongType, false).add("image", DataTypes.BinaryType, false);
        return spark.createDataFrame(rows, names.isEmpty() ? schema : schema.add("label", DataTypes.StringType, false));
    }
}
