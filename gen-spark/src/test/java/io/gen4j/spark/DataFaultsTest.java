package io.gen4j.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images that cannot be used are named in one line, before a training begins. */
class DataFaultsTest {

    private static final int GOOD = 20;
    private static SparkSession spark;

    @BeforeAll
    static void start() throws Exception {
        spark = LocalSpark.session("local[2]");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static Dataset<Row> images(DataType type, Object bad) {
        Object[] rows = new Object[GOOD + 1];
        Arrays.setAll(rows, i -> RowFactory.create((long) i, "a", i == GOOD ? bad : good(type)));
        List<Row> list = Arrays.stream(rows).map(Row.class::cast).toList();
        return spark.createDataFrame(
                list,
                new StructType()
                        .add("id", DataTypes.LongType)
                        .add("label", DataTypes.StringType)
                        .add("image", type));
    }

    private static Object good(DataType type) {
        return type.equals(DataTypes.BinaryType) ? (Object) new byte[16] : Vectors.dense(new double[16]);
    }

    private static String refusal(Dataset<Row> images) {
        RuntimeException e = assertThrows(
                RuntimeException.class,
                () -> new GenerativeEstimator()
                        .setFamily("gan")
                        .setSettings("{\"latent\": 3, \"hidden\": 6, \"batchSize\": 8, \"epochs\": 1}")
                        .setIndexCol("id")
                        .setLabelCol("label")
                        .fit(images));
        assertEquals(1, e.getMessage().lines().count(), e::getMessage);
        return e.getMessage();
    }

    @Test
    void nulls() {
        assertEquals(
                "the column image has nulls: leave those rows out, as with na().drop()",
                refusal(images(DataTypes.BinaryType, null)));
    }

    @Test
    void anotherSize() {
        assertEquals(
                "the column image, where id is 20: an image has 17 numbers: must be 16, for 1 channels of 4x4 pixels",
                refusal(images(DataTypes.BinaryType, new byte[17])));
    }

    @Test
    void aDamagedPicture() {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0};
        assertTrue(refusal(images(DataTypes.BinaryType, png))
                .startsWith("the column image, where id is 20: a picture cannot be decoded"));
    }

    @ParameterizedTest
    @CsvSource({"-1.0", "255.5", "NaN"})
    void numbersOutOfRange(double number) {
        double[] image = new double[16];
        image[3] = number;
        assertEquals(
                "the column image, where id is 20: an image holds " + number + ": must be numbers from 0 to 255",
                refusal(images(SQLDataTypes.VectorType(), Vectors.dense(image))));
    }

    @ParameterizedTest
    @CsvSource({"string", "double", "date", "map<string;int>", "array<string>"})
    void otherTypes(String type) {
        Dataset<Row> images = spark.range(20)
                .selectExpr("id", "'a' AS label", "CAST(NULL AS " + type.replace(';', ',') + ") AS image");
        assertEquals(
                "the column image has the type " + type.replace(';', ',')
                        + ": must be bytes, a vector, an array of numbers, or an image of Spark's image source",
                refusal(images));
    }

    @Test
    void noImages() {
        assertEquals(
                "the column image has no images",
                refusal(images(DataTypes.BinaryType, null).limit(0)));
    }
}
