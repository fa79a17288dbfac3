package io.gen4j.spark;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.synthetic.SyntheticDigits;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Sessions and data for the tests. */
final class LocalSpark {

    private LocalSpark() {}

    static SparkSession session(String master) throws IOException {
        return builder(master).getOrCreate();
    }

    static SparkSession.Builder builder(String master) throws IOException {
        linkJars();
        return SparkSession.builder()
                .master(master)
                .appName("gen4j test")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "3")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .config("spark.executor.extraJavaOptions", "-Dorg.bytedeco.javacpp.maxphysicalbytes=3g")
                .config("spark.sql.warehouse.dir", "target/spark-warehouse");
    }

    /** Spark starts executors with the jars of its home, which a test has on its class path alone. */
    private static void linkJars() throws IOException {
        Path jars = Path.of(System.getenv("SPARK_HOME"), "jars");
        Files.createDirectories(jars);
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            Path jar = Path.of(entry);
            if (entry.endsWith(".jar")) {
                try {
                    Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar.toAbsolutePath());
                } catch (FileAlreadyExistsException e) {
                    // Linked by an earlier test.
                    continue;
                }
            }
        }
    }

    /** Digits in an order of their own, over some partitions. */
    static Dataset<Row> digits(SparkSession spark, int count, int partitions, long orderSeed) {
        ImageDataset digits = SyntheticDigits.draw(count, 7);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[digits.shape().size()];
            digits.copyPixels(i, pixels, 0);
            rows.add(RowFactory.create((long) i, digits.labelNames().get(digits.label(i)), pixels));
        }
        Collections.shuffle(rows, new Random(orderSeed));
        StructType schema = new StructType()
                .add("id", DataTypes.LongType)
                .add("label", DataTypes.StringType)
                .add("image", DataTypes.BinaryType);
        return spark.createDataFrame(rows, schema).repartition(partitions);
    }
}
