package io.gen4j.parquet;

import static io.gen4j.file.Messages.assertFails;
import static io.gen4j.parquet.Tables.CATS_AND_DOGS;
import static io.gen4j.parquet.Tables.HUGGING_FACE;
import static io.gen4j.parquet.Tables.png;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.source.PictureLoader;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetPicturesTest {

    private static final PictureLoader LOADER = PictureLoader.of(new ImageShape(1, 2, 2));

    private static final Set<CompressionCodecName> FROM_HADOOP =
            Set.of(CompressionCodecName.GZIP, CompressionCodecName.LZ4_RAW);

    @TempDir
    private Path folder;

    private final List<String> messages = new ArrayList<>();

    @Test
    void readsPicturesAndTheNamesOfLabels() throws IOException {
        ImageDataset data = load(huggingFace("train.parquet", 5)).train();
        assertEquals(List.of("cat", "dog"), data.labelNames());
        assertEquals(List.of(0, 1, 2, 3, 4), greys(data));
        assertEquals(List.of(0, 1, 0, 1, 0), labels(data));
    }

    /** Every compression that its usual writers choose, and the older and the newer layout of pages. */
    @ParameterizedTest
    @CsvSource({
        "UNCOMPRESSED, PARQUET_1_0",
        "SNAPPY, PARQUET_1_0",
        "GZIP, PARQUET_1_0",
        "ZSTD, PARQUET_1_0",
        "LZ4_RAW, PARQUET_1_0",
        "SNAPPY, PARQUET_2_0",
        "ZSTD, PARQUET_2_0"
    })
    void readsEveryCompression(CompressionCodecName codec, WriterVersion version) throws IOException {
        Path file = Tables.write(
                folder.resolve("a.parquet"),
                "message schema { required binary image; required int32 label; }",
                Map.of(),
                300,
                (row, i) -> row.append("image", Binary.fromConstantByteArray(png(i % 200)))
                        .append("label", i % 3),
                builder -> {
                    builder.withCompressionCodec(codec)
                            .withWriterVersion(version)
                            .withDictionaryEncoding("image", true)
                            .enablePageWriteChecksum();
                    return FROM_HADOOP.contains(codec) ? builder.withCodecFactory(new JavaCompressors()) : builder;
                });
        ImageDataset data = load(file).train();
        assertEquals(IntStream.range(0, 300).map(i -> i % 200).boxed().toList(), greys(data));
        assertEquals(IntStream.range(0, 300).map(i -> i % 3).boxed().toList(), labels(data));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsManyRowGroupsAndPages(boolean hasDictionary) throws IOException {
        Path file = Tables.write(
                folder.resolve("a.parquet"),
                HUGGING_FACE,
                CATS_AND_DOGS,
                250,
                (row, i) -> Tables.fill(row, i, i % 2),
                builder -> builder.withRowGroupRowCountLimit(100)
                        .withPageRowCountLimit(7)
                        .withDictionaryEncoding(hasDictionary));
        assertEquals(IntStream.range(0, 250).boxed().toList(), greys(load(file).train()));
        List<Integer> some = greys(LOADER.limit(40, 3).load(file, messages::add).train());
        assertEquals(some.stream().sorted().toList(), some);
        assertEquals(40, some.stream().distinct().count());
    }

    @Test
    void readsNumbersAsDifferences() throws IOException {
        Path file = Tables.write(
                folder.resolve("a.parquet"),
                "message schema { required binary image; optional int64 label; }",
                Map.of(),
                400,
                (row, i) -> row.append("image", Binary.fromConstantByteArray(png(i % 250)))
                        .append("label", (long) i % 9),
                builder -> builder.withWriterVersion(WriterVersion.PARQUET_2_0)
                        .withDictionaryEncoding("image", true)
                        .withDictionaryEncoding("label", false));
        assertEquals(
                IntStream.range(0, 400).map(i -> i % 9).boxed().toList(),
                labels(load(file).train()));
    }

    @Test
    void readsShardsAsParts() throws IOException {
        huggingFace("data/train-00001-of-00002.parquet", 4);
        huggingFace("data/train-00000-of-00002.parquet", 2);
        huggingFace("data/test-00000-of-00001.parquet", 3);
        huggingFace("data/validation-00000-of-00001.parquet", 1);
        Files.writeString(folder.resolve("README.md"), "about it");
        PictureLoader.Images images = load(folder);
        assertEquals(List.of(0, 1, 0, 1, 2, 3), greys(images.train()));
        assertEquals(3, images.test().size());
        assertSaid("4 Parquet files");
        assertSaid("the folders for training and for test are parts, not labels");
        assertSaid("1 file, in neither the training nor the test folder");
    }

    @ParameterizedTest
    @CsvSource({
        "train/0000.parquet, test/0000.parquet",
        "default/train/0000.parquet, default/test/0000.parquet",
        "TRAIN.parquet, Validation.parquet",
        "mnist/train-00000-of-00001.parquet, mnist/test-00000-of-00001.parquet",
        "training_1.PARQUET, testing_1.PARQUET",
        "train-00000-of-00001-abcdef0123456789.parquet, dev.parquet"
    })
    void knowsPartsByTheirNames(String train, String test) throws IOException {
        huggingFace(train, 3);
        huggingFace(test, 2);
        PictureLoader.Images images = load(folder);
        assertEquals(3, images.train().size());
        assertEquals(2, images.test().size());
    }

    @Test
    void otherNamesAreTrainingShards() throws IOException {
        huggingFace("part-0.parquet", 3);
        huggingFace("part-1.parquet", 2);
        PictureLoader.Images images = load(folder);
        assertEquals(5, images.train().size());
        assertNull(images.test());
    }

    @Test
    void refusesTheFilesOfSeveralDatasets() throws IOException {
        huggingFace("cifar10/train.parquet", 1);
        huggingFace("cifar100/train.parquet", 1);
        assertFails(InvalidDataException.class, () -> load(folder), folder, "[cifar10, cifar100]", "name one of them");
    }

    @Test
    void picturesBesideParquetAreAFolderOfPictures() throws IOException {
        huggingFace("a.parquet", 3);
        Files.write(folder.resolve("b.png"), png(7));
        assertEquals(List.of(7), greys(load(folder).train()));
        assertSaid("1 file, .parquet, which is read without pictures beside it");
    }

    @Test
    void labelsMayBeText() throws IOException {
        Path file = Tables.write(
                folder.resolve("a.parquet"),
                "message schema { required binary jpg; required binary label (UTF8); }",
                Map.of(),
                4,
                (row, i) -> row.append("jpg", Binary.fromConstantByteArray(png(i)))
                        .append("label", i % 2 == 0 ? "größe" : "plain"));
        assertEquals(List.of("größe", "plain"), load(file).train().labelNames());
    }

    @Test
    void labelsMayBeBoolean() throws IOException {
        Path file = Tables.write(
                folder.resolve("a.parquet"),
                "message schema { required binary image; required boolean target; }",
                Map.of(),
                20,
                (row, i) -> row.append("image", Binary.fromConstantByteArray(png(i)))
                        .append("target", i % 3 == 0));
        assertEquals(List.of("false", "true"), load(file).train().labelNames());
    }

    @Test
    void thereMayBeNoLabels() throws IOException {
        Path file = Tables.write(
                folder.resolve("a.parquet"),
                "message schema { required binary content; required binary caption (UTF8); required double x; }",
                Map.of(),
                4,
                (row, i) -> row.append("content", Binary.fromConstantByteArray(png(i)))
                        .append("caption", "c" + i)
                        .append("x", 0.5));
        ImageDataset data = load(file).train();
        assertEquals(List.of(), data.labelNames());
        assertEquals(4, data.size());
    }

    @Test
    void rowsWithoutPictureOrLabelAreLeftOut() throws IOException {
        Path file = Tables.write(folder.resolve("a.parquet"), HUGGING_FACE, CATS_AND_DOGS, 6, (row, i) -> {
            switch (i) {
                case 0 -> row.append("label", 1L);
                case 1 -> row.addGroup("image").append("path", "elsewhere.png");
                case 2 -> Tables.fill(row, i, -1);
                case 3 -> row.addGroup("image").append("bytes", Binary.fromConstantByteArray(png(3)));
                default -> Tables.fill(row, i, i % 2);
            }
        });
        ImageDataset data = load(file).train();
        assertEquals(List.of(4, 5), greys(data));
        assertSaid("3 files, without a label (the first is a.parquet#1)");
        assertSaid("a.parquet#0 is left out: its row has no picture");
    }

    @Test
    void labelsThatAreAllUnknownAreNone() throws IOException {
        Path file = Tables.write(
                folder.resolve("a.parquet"), HUGGING_FACE, CATS_AND_DOGS, 3, (row, i) -> Tables.fill(row, i, -1));
        assertEquals(List.of(), load(file).train().labelNames());
    }

    @Test
    void refusesALabelWithoutAName() throws IOException {
        Path file = Tables.write(
                folder.resolve("a.parquet"), HUGGING_FACE, CATS_AND_DOGS, 3, (row, i) -> Tables.fill(row, i, i));
        assertFails(InvalidDataException.class, () -> load(file), file, "the label 2", "expected 0 to 1");
    }

    @Test
    void saysWhichOfSeveralColumnsItReads() throws IOException {
        Path file = Tables.write(
                folder.resolve("a.parquet"),
                "message schema { required binary mask; required binary image; required int64 coarse_label; "
                        + "required int64 fine_label; }",
                Map.of(
                        "huggingface",
                        "{\"info\": {\"features\": {\"mask\": {\"_type\": \"Image\"}, \"image\": {\"_type\": \"Image\"}, "
                                + "\"coarse_label\": {\"names\": [\"x\"], \"_type\": \"ClassLabel\"}, "
                                + "\"fine_label\": {\"names\": [\"a\", \"b\"], \"_type\": \"ClassLabel\"}}}}"),
                2,
                (row, i) -> row.append("mask", Binary.fromConstantByteArray(png(9)))
                        .append("image", Binary.fromConstantByteArray(png(i)))
                        .append("coarse_label", 0L)
                        .append("fine_label", (long) i));
        ImageDataset data = load(file).train();
        assertEquals(List.of(0, 1), greys(data));
        assertEquals(List.of("a", "b"), data.labelNames());
        assertSaid("of the columns mask, image, image has the pictures");
        assertSaid("of the columns coarse_label, fine_label, fine_label has the labels");
    }

    @Test
    void refusesColumnsThatAreAmbiguousOrNoPictures() throws IOException {
        Path two = Tables.write(
                folder.resolve("two.parquet"),
                "message schema { required binary left; required binary right; }",
                Map.of(),
                1,
                (row, i) -> row.append("left", Binary.fromConstantByteArray(png(9)))
                        .append("right", Binary.fromConstantByteArray(png(i))));
        assertFails(InvalidDataException.class, () -> load(two), two, "left, right", "the name image");
        Path none = Tables.write(
                folder.resolve("none.parquet"),
                "message schema { required binary text (UTF8); required int64 n; repeated binary image; }",
                Map.of(),
                1,
                (row, i) -> row.append("text", "x").append("n", 1L));
        assertFails(InvalidDataException.class, () -> load(none), none, "[text, n, image]", "expected the bytes");
    }

    @Test
    void metadataThatAreNoJsonAreSaid() throws IOException {
        Path file = Tables.write(
                folder.resolve("a.parquet"),
                HUGGING_FACE,
                Map.of("huggingface", "{oops"),
                2,
                (row, i) -> Tables.fill(row, i, i));
        assertEquals(List.of("0", "1"), load(file).train().labelNames());
        assertSaid("no JSON");
    }

    @Test
    void rowsThatAreNoPicturesAreLeftOut() throws IOException {
        Path file = Tables.write(
                folder.resolve("a.parquet"),
                "message schema { required binary image; }",
                Map.of(),
                3,
                (row, i) -> row.append("image", Binary.fromConstantByteArray(i == 1 ? new byte[] {1, 2, 3} : png(i))));
        assertEquals(List.of(0, 2), greys(load(file).train()));
        assertSaid("a.parquet#1 is left out");
    }

    @Test
    void anEmptyTableHasNoPictures() throws IOException {
        Path file = huggingFace("a.parquet", 0);
        assertFails(InvalidDataException.class, () -> load(file), file, "has no pictures");
    }

    /** Such a shard has no rows, or one group without any. */
    @Test
    void anEmptyShardBesideOthersAddsNothing() throws IOException {
        huggingFace("train-0.parquet", 3);
        huggingFace("train-1.parquet", 0);
        assertEquals(3, load(folder).train().size());
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodecName.class,
            names = {"LZ4", "LZO", "BROTLI"})
    void refusesOtherCompressionsByName(CompressionCodecName codec) throws IOException {
        Path file = huggingFace("a.parquet", 3);
        byte[] bytes = Files.readAllBytes(file);
        Path renamed = folder.resolve("b.parquet");
        Files.write(renamed, CodecInFooter.set(bytes, codec));
        assertFails(InvalidDataException.class, () -> load(renamed), renamed, "compressed by " + codec, "zstd");
    }

    @Test
    void refusesAnEncodingThatIsNotReadByName() throws IOException {
        Path file = Tables.write(
                folder.resolve("a.parquet"),
                "message schema { required binary image; }",
                Map.of(),
                3,
                (row, i) -> row.append("image", Binary.fromConstantByteArray(png(i))),
                builder -> builder.withWriterVersion(WriterVersion.PARQUET_2_0).withDictionaryEncoding(false));
        assertFails(InvalidDataException.class, () -> load(file), file, "DELTA_BYTE_ARRAY", "column image");
    }

    @Test
    void refusesOtherFilesAndCutOnes() throws IOException {
        byte[] whole = Files.readAllBytes(huggingFace("a.parquet", 5));
        Path file = folder.resolve("b.parquet");
        for (byte[] bytes : List.of(
                new byte[0],
                "PAR1".getBytes(StandardCharsets.US_ASCII),
                "PAR1 and something else, no Parquet".getBytes(StandardCharsets.US_ASCII),
                Arrays.copyOf(whole, whole.length - 1),
                Arrays.copyOf(whole, whole.length / 2),
                Arrays.copyOfRange(whole, whole.length / 2, whole.length))) {
            Files.write(file, bytes);
            assertFails(InvalidDataException.class, () -> load(file), file, "no Parquet file, or damaged");
        }
        byte[] encrypted = whole.clone();
        encrypted[whole.length - 1] = 'E';
        Files.write(file, encrypted);
        assertFails(InvalidDataException.class, () -> load(file), file, "is encrypted");
    }

    /** Any damage ends in a picture less or in one line. */
    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        byte[] dictionary = Files.readAllBytes(huggingFace("a.parquet", 20));
        byte[] plain = Files.readAllBytes(Tables.write(
                folder.resolve("c.parquet"),
                HUGGING_FACE,
                CATS_AND_DOGS,
                20,
                (row, i) -> Tables.fill(row, i, i % 2),
                builder -> builder.withDictionaryEncoding(false).withWriterVersion(WriterVersion.PARQUET_1_0)));
        Path file = folder.resolve("b.parquet");
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 600; i++) {
            byte[] bytes = (i % 2 == 0 ? dictionary : plain).clone();
            for (int change = 0; change <= i % 3; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Files.write(file, bytes);
            try {
                load(file);
            } catch (InvalidDataException e) {
                assertEquals(1, e.getMessage().lines().count(), e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > 100, refused + " were refused");
    }

    private Path huggingFace(String name, int rows) throws IOException {
        return Tables.write(
                folder.resolve(name), HUGGING_FACE, CATS_AND_DOGS, rows, (row, i) -> Tables.fill(row, i, i % 2));
    }

    private PictureLoader.Images load(Path path) throws IOException {
        return LOADER.load(path, messages::add);
    }

    private void assertSaid(String text) {
        assertTrue(messages.stream().anyMatch(line -> line.contains(text)), text + " is not in " + messages);
    }

    private static List<Integer> greys(ImageDataset data) {
        byte[] pixels = new byte[4];
        return IntStream.range(0, data.size())
                .mapToObj(i -> {
                    data.copyPixels(i, pixels, 0);
                    return pixels[0] & 0xff;
                })
                .toList();
    }

    private static List<Integer> labels(ImageDataset data) {
        return IntStream.range(0, data.size()).mapToObj(data::label).toList();
    }
}
