package io.gen4j.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.DataSplit;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.source.IdxDataset;
import java.awt.image.BufferedImage;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {

    private static final int COUNT = 1100;
    private static SparkSession spark;
    private static Dataset<Row> drawn;
    private static List<Row> rows;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        spark = LocalSpark.session("local[2]");
        drawn = new GenerativeEstimator()
                .setFamily("cgan")
                .setSettings("{\"latent\": 3, \"hidden\": 6, \"batchSize\": 8, \"epochs\": 1}")
                .setLabelCol("label")
                .setShards(2)
                .fit(LocalSpark.digits(spark, 44, 3, 1))
                .sample(spark, COUNT, 5, List.of());
        rows = drawn.orderBy("index").collectAsList();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void idxFilesHoldAllImagesInOrder() throws Exception {
        Path path = directory.resolve("digits");
        ImageFiles.writeIdx(drawn.repartition(5), path.toUri().toString());
        ImageDataset read = IdxDataset.read(path, DataSplit.TRAIN);
        assertEquals(COUNT, read.size());
        byte[] pixels = new byte[784];
        for (int i = 0; i < COUNT; i++) {
            read.copyPixels(i, pixels, 0);
            assertArrayEquals(rows.get(i).<byte[]>getAs("image"), pixels);
            assertEquals(rows.get(i).<String>getAs("label"), read.labelNames().get(read.label(i)));
        }
        try (Stream<Path> files = Files.list(path)) {
            assertEquals(2, files.count(), "images, labels, and nothing else");
        }
    }

    @Test
    void pngFilesLieInADirectoryPerLabel() throws Exception {
        Path path = directory.resolve("pictures");
        ImageFiles.writePng(drawn.where("index < 30"), path.toUri().toString());
        try (Stream<Path> files = Files.walk(path)) {
            assertEquals(30, files.filter(Files::isRegularFile).count());
        }
        Row row = rows.get(17);
        Path file = path.resolve(row.<String>getAs("label")).resolve("00000017.png");
        BufferedImage picture = ImageIO.read(file.toFile());
        byte[] image = row.getAs("image");
        for (int i = 0; i < image.length; i++) {
            assertEquals(image[i] & 0xff, picture.getRaster().getSample(i % 28, i / 28, 0));
        }
    }

    @Test
    void existingPathsAndOtherColumnsAreRefused() throws Exception {
        String path = Files.createDirectory(directory.resolve("mine")).toUri().toString();
        FileAlreadyExistsException e =
                assertThrows(FileAlreadyExistsException.class, () -> ImageFiles.writeIdx(drawn, path));
        assertEquals("exists already: choose another path", e.getReason());
        assertThrows(FileAlreadyExistsException.class, () -> ImageFiles.writePng(drawn, path));
        IllegalArgumentException columns = assertThrows(
                IllegalArgumentException.class, () -> ImageFiles.writePng(drawn.drop("label"), path + "2"));
        assertTrue(columns.getMessage().startsWith("there is no column label"), columns::getMessage);
        IllegalArgumentException shape = assertThrows(
                IllegalArgumentException.class,
                () -> ImageFiles.writeIdx(drawn.selectExpr("index", "label", "reverse(image) AS image"), path + "3"));
        assertTrue(shape.getMessage().startsWith("the column image has lost its metadata"), shape::getMessage);
        IllegalArgumentException none =
                assertThrows(IllegalArgumentException.class, () -> ImageFiles.writeIdx(drawn.limit(0), path + "4"));
        assertTrue(none.getMessage().startsWith("there are 0 images"), none::getMessage);
    }
}
