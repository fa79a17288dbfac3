package io.gen4j.data.source;

import static io.gen4j.data.picture.Pictures.png;
import static io.gen4j.data.picture.Pictures.write;
import static io.gen4j.file.Messages.assertFails;
import static io.gen4j.file.Messages.assertOneLine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.picture.Pictures;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureLoaderTest {

    private static final PictureLoader LOADER = PictureLoader.of(new ImageShape(1, 2, 2));

    @TempDir
    private Path folder;

    private final List<String> messages = new ArrayList<>();

    @Test
    void theFirstFolderIsTheLabel() throws IOException {
        write("cats/indoor/1.png", "cats/outdoor/2.png", "cats/3.png", "dogs/old/small/4.png");
        assertEquals(Map.of("cats", 3, "dogs", 1), labels(load(LOADER).train()));
    }

    @Test
    void otherLevelsAreAChoice() throws IOException {
        write("cats/indoor/1.png", "cats/outdoor/2.png", "dogs/indoor/3.png");
        assertEquals(
                Map.of("indoor", 2, "outdoor", 1),
                labels(load(LOADER.labels(LabelRule.LAST)).train()));
        ImageDataset unlabelled = load(LOADER.labels(LabelRule.NONE)).train();
        assertEquals(List.of(), unlabelled.labelNames());
        assertEquals(3, unlabelled.size());
    }

    @Test
    void aFileOfAnUnreadFormatIsRefusedWithTheWayOut() throws IOException {
        Path parquet = Files.write(folder.resolve("train.parquet"), new byte[] {'P', 'A', 'R', '1'});
        assertFails(
                InvalidDataException.class,
                () -> LOADER.load(parquet, messages::add),
                parquet,
                "Parquet is read where the module gen-parquet is on the class path");
        write("cats/1.png");
        assertEquals(1, load(LOADER).train().size());
        assertSaid("1 file, .parquet, which is read without pictures beside it");
    }

    /** Where a table gives the labels, folders still tell the parts. */
    @Test
    void theFoldersOfATableAreParts() throws IOException {
        write("train/1.png", "train/2.png", "test/3.png");
        Path table = Files.writeString(
                folder.resolve("t.csv"), "file,label\ntrain/1.png,cat\ntrain/2.png,dog\ntest/3.png,cat\n");
        PictureLoader.Images images = LOADER.load(table, messages::add);
        assertEquals(Map.of("cat", 1, "dog", 1), labels(images.train()));
        assertEquals(Map.of("cat", 1), labels(images.test()));
        assertSaid("the folders for training and for test are parts, not labels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"l.txt", "l.csv"})
    void aListWhoseFilesAreAllMissingNamesTheFirst(String name) throws IOException {
        Path list = Files.writeString(folder.resolve(name), "old/1.png\nold/2.png\nold/3.png\n");
        InvalidDataException refused = assertThrows(InvalidDataException.class, () -> LOADER.load(list, messages::add));
        assertTrue(
                refused.getMessage().contains("lists 3 files, which are all missing, first old/1.png"),
                refused.getMessage());
    }

    /** The letter é is one character or two. Both look alike, so both are one label. */
    @Test
    void labelsThatLookAlikeAreOne() throws IOException {
        write("caf\u00e9/1.png", "cafe\u0301/2.png", "the/3.png");
        assertEquals(Map.of("caf\u00e9", 2, "the", 1), labels(load(LOADER).train()));
        Path table =
                Files.writeString(folder.resolve("t.csv"), "file,label\nthe/3.png,\u00e9\ncaf\u00e9/1.png,e\u0301\n");
        assertEquals(
                Map.of("\u00e9", 2), labels(LOADER.load(table, messages::add).train()));
    }

    @Test
    void aTablesOwnLabelsAreSaidToCount() throws IOException {
        write("a/1.png", "a/2.png");
        Path table = Files.writeString(folder.resolve("t.csv"), "file,label\na/1.png,cat\na/2.png,dog\n");
        PictureLoader.Images images = LOADER.labels(LabelRule.LAST).load(table, messages::add);
        assertEquals(Map.of("cat", 1, "dog", 1), labels(images.train()));
        assertSaid("names itself, and no folder is one");
    }

    /** A dot, an underscore or a space does not make a class less of one. */
    @ParameterizedTest
    @ValueSource(strings = {".hidden", "_private", " a b", "#1", "a,b", "all", "100%", "m.088", "..x", "~tmp", "-v"})
    void aClassMayHaveAnyName(String name) throws IOException {
        write(name + "/1.png", name + "/2.png", "other/3.png");
        assertEquals(Map.of(name, 2, "other", 1), labels(load(LOADER).train()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {".git", "__MACOSX", ".ipynb_checkpoints", ".thumbnails", "@eaDir", "$RECYCLE.BIN", ".Trash-1000"
            })
    void systemFoldersAreLeftOutAndCounted(String name) throws IOException {
        write("cats/1.png", name + "/2.png", "cats/._1.png");
        assertEquals(Map.of("cats", 1), labels(load(LOADER).train()));
        assertSaid("2 files, of a system or a tool");
    }

    @ParameterizedTest
    @CsvSource({"train, test", "Train, Test", "training, testing", "train, val", "TRAIN, validation"})
    void trainAndTestAreParts(String train, String test) throws IOException {
        write(
                train + "/cats/1.png",
                train + "/cats/2.png",
                train + "/dogs/3.png",
                test + "/cats/4.png",
                test + "/dogs/5.png");
        PictureLoader.Images images = load(LOADER);
        assertEquals(Map.of("cats", 2, "dogs", 1), labels(images.train()));
        assertEquals(Map.of("cats", 1, "dogs", 1), labels(images.test()));
        assertSaid("are parts, not labels");
    }

    @Test
    void aTestPartMayLackLabelsOrFoldersOrHaveMore() throws IOException {
        write(
                "train/cats/1.png",
                "train/dogs/2.png",
                "test/cats/3.png",
                "test/birds/4.png",
                "val/cats/5.png",
                "doc/6.png");
        PictureLoader.Images images = load(LOADER);
        assertEquals(Map.of("cats", 1), labels(images.test()));
        assertEquals(images.train().labelNames(), images.test().labelNames());
        assertSaid("a test picture of a label without training pictures");
        assertSaid("2 files, in neither the training nor the test folder");
    }

    @Test
    void partsWithoutLabels() throws IOException {
        write("train/1.png", "train/2.png", "test/3.png");
        PictureLoader.Images images = load(LOADER);
        assertEquals(2, images.train().size());
        assertEquals(1, images.test().size());
        assertEquals(List.of(), images.train().labelNames());
    }

    @Test
    void aTrainingFolderAloneIsPassedThrough() throws IOException {
        write("train/cats/1.png", "train/dogs/2.png");
        PictureLoader.Images images = load(LOADER);
        assertEquals(Map.of("cats", 1, "dogs", 1), labels(images.train()));
        assertNull(images.test());
        assertSaid("every picture lies in train/");
    }

    @Test
    void aFolderThatHoldsAllOthersIsPassedThrough() throws IOException {
        write("set/v1/train/cats/1.png", "set/v1/train/dogs/2.png", "set/v1/test/dogs/3.png");
        PictureLoader.Images images = load(LOADER);
        assertEquals(Map.of("cats", 1, "dogs", 1), labels(images.train()));
        assertEquals(1, images.test().size());
    }

    @Test
    void oneClassIsAClass() throws IOException {
        write("cats/1.png", "cats/2.png");
        assertEquals(Map.of("cats", 2), labels(load(LOADER).train()));
    }

    @Test
    void aStrayPictureIsLeftOutAndNamed() throws IOException {
        write("cats/1.png", "dogs/2.png", "cover.png");
        assertEquals(Map.of("cats", 1, "dogs", 1), labels(load(LOADER).train()));
        assertSaid("1 file, a picture beside the folders that are labels (cover.png)");
    }

    @Test
    void manyStraysAreInDoubt() throws IOException {
        write("1.png", "2.png", "thumbs/3.png");
        assertOneLine(
                assertThrows(UnclearLabelsException.class, () -> load(LOADER)).getMessage(),
                folder,
                "2 pictures beside");
        assertEquals(3, load(LOADER.labels(LabelRule.NONE)).train().size());
        assertEquals(
                Map.of("thumbs", 1), labels(load(LOADER.labels(LabelRule.FIRST)).train()));
    }

    @Test
    void whatIsNotReadIsCountedAndNamed() throws IOException {
        write("cats/1.png");
        for (String name :
                List.of("cats/a.avif", "cats/b.AVIF", "c.heic", "readme.txt", "cats/x.psd", "noending", "list.csv")) {
            Pictures.write(folder, name, new byte[] {1, 2, 3});
        }
        assertEquals(1, load(LOADER).train().size());
        assertSaid("2 files, .avif, a format that is not read (the first is cats/a.avif)");
        assertSaid("1 file, .heic, a format that is not read");
        assertSaid("1 file, .txt, no picture");
        assertSaid("1 file, no picture (noending)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"picture", "picture.dat", "picture.bin", "picture.png.bak", "picture.orig", "x.tmp"})
    void aPictureWithoutAPicturesEndingIsKnownByItsContent(String name) throws IOException {
        write(name);
        assertEquals(1, load(LOADER).train().size());
    }

    @Test
    void linksAreFollowedOnceAndLoopsEnd() throws IOException {
        write("cats/1.png", "dogs/2.png");
        Path elsewhere = Files.createDirectory(folder.resolveSibling(folder.getFileName() + "-elsewhere"));
        try {
            Pictures.write(elsewhere, "3.png", png(3));
            Files.createSymbolicLink(folder.resolve("cats/up"), folder);
            Files.createSymbolicLink(folder.resolve("cats/self"), folder.resolve("cats"));
            Files.createSymbolicLink(folder.resolve("again"), folder.resolve("dogs"));
            Files.createSymbolicLink(folder.resolve("cats/1-again.png"), folder.resolve("cats/1.png"));
            Files.createSymbolicLink(folder.resolve("dogs/nowhere.png"), folder.resolve("gone.png"));
            Files.createSymbolicLink(folder.resolve("dogs/itself.png"), folder.resolve("dogs/itself.png"));
            Files.createSymbolicLink(folder.resolve("birds"), elsewhere);
            Files.createSymbolicLink(elsewhere.resolve("back"), folder);
            assertEquals(
                    Map.of("cats", 1, "dogs", 1, "birds", 1),
                    labels(load(LOADER).train()));
            assertSaid("4 files, a link to a folder that is read already");
            assertSaid("1 file, a link to a picture that is read already");
            assertSaid("2 files, a link that leads nowhere");
        } finally {
            Files.deleteIfExists(elsewhere.resolve("back"));
            Files.deleteIfExists(elsewhere.resolve("3.png"));
            Files.deleteIfExists(elsewhere);
        }
    }

    @Test
    void theDataMayBeALinkItself() throws IOException {
        write("cats/1.png");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("cats"));
        assertEquals(1, LOADER.load(link, messages::add).train().size());
    }

    @Test
    void aLimitIsSpreadAndDecodesNothingElse() throws IOException {
        for (int i = 0; i < 100; i++) {
            Pictures.write(folder, "label" + i / 10 + "/" + i + ".png", i % 10 == 0 ? png(i) : new byte[] {1});
        }
        messages.clear();
        PictureLoader.Images images = load(LOADER.limit(20, 1));
        long broken = messages.stream()
                .filter(line -> line.contains(" is left out: "))
                .count();
        assertTrue(broken <= 20, "only the chosen were looked at");
        assertTrue(images.train().size() <= 20);
        assertSaid("taking 20 of 100, spread over the labels");
        messages.clear();
        Path whole = Files.createDirectory(folder.resolve("whole"));
        for (int i = 0; i < 100; i++) {
            Pictures.write(whole, "label" + i / 10 + "/" + i + ".png", png(i));
        }
        Map<String, Integer> labels =
                labels(LOADER.limit(20, 1).load(whole, messages::add).train());
        assertEquals(10, labels.size());
        assertTrue(labels.values().stream().allMatch(count -> count == 2), labels.toString());
    }

    @Test
    void saysWhatThePicturesBecome() throws IOException {
        Pictures.write(folder, "a.png", Pictures.encode(Pictures.plain(1, 0xff8000), "png"));
        Pictures.write(folder, "b.png", Pictures.encode(new java.awt.image.BufferedImage(30, 20, 1), "png"));
        load(LOADER);
        assertSaid("2 pictures without labels, of 8 x 8 to 30 x 20, become 2 x 2 grey");
        assertSaid("1 of them lose their colours");
    }

    @Test
    void manyBrokenPicturesAreCounted() throws IOException {
        write("a.png");
        for (int i = 0; i < 500; i++) {
            Pictures.write(folder, "b" + i + ".png", new byte[] {1});
        }
        load(LOADER);
        assertTrue(messages.size() < 20, messages.toString());
        assertSaid("490 more pictures cannot be decoded");
    }

    @Test
    void namesInMessagesAreHarmless() throws IOException {
        write("a.png");
        Pictures.write(folder, "b\u001b[2Jc\nd.png", new byte[] {1});
        load(LOADER);
        messages.forEach(line -> assertEquals(1, line.lines().count(), line));
        assertTrue(messages.stream().noneMatch(line -> line.indexOf('\u001b') >= 0), messages.toString());
    }

    /** What does not fit in the heap is kept, and is not decoded again until a file changes. */
    @Test
    void keepsLargePixels() throws IOException {
        for (int i = 0; i < 3; i++) {
            write("x/" + i + ".png");
        }
        Path cache = folder.resolveSibling(folder.getFileName() + "-cache");
        PictureSource source = PictureSource.open(folder);
        List<PictureSource.Entry> entries = source.list().entries();
        ImageShape huge = new ImageShape(3, 1024, 1024);
        int[] indices = {0, 1, 2};
        PictureDecoding decoding = new PictureDecoding(source, entries, huge, 0xffffff, cache);
        DecodedPictures first = decoding.decodeKept(indices);
        assertTrue(first.pixels().isMapped());
        long written = Files.list(cache)
                .mapToLong(file -> file.toFile().lastModified())
                .max()
                .orElseThrow();
        DecodedPictures second = decoding.decodeKept(indices);
        assertEquals(first.sizes(), second.sizes());
        assertEquals(
                written,
                Files.list(cache)
                        .mapToLong(file -> file.toFile().lastModified())
                        .max()
                        .orElseThrow());
        byte[] a = new byte[huge.size()];
        byte[] b = new byte[huge.size()];
        first.pixels().get(2, a, 0);
        second.pixels().get(2, b, 0);
        assertTrue(java.util.Arrays.equals(a, b));
        try (var files = Files.list(cache)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(cache);
    }

    @Test
    void refusesWhatIsThereButNoData() throws IOException {
        Path file = Files.writeString(folder.resolve("model.zip.txt.doc"), "x");
        assertOneLine(
                assertThrows(InvalidDataException.class, () -> LOADER.load(file, messages::add))
                        .getMessage(),
                file,
                ".zip");
        assertThrows(InvalidDataException.class, () -> LOADER.load(folder.resolve("missing"), messages::add));
        assertThrows(IllegalArgumentException.class, () -> LOADER.limit(0, 1));
    }

    private void write(String... names) throws IOException {
        for (int i = 0; i < names.length; i++) {
            Pictures.write(folder, names[i], png(i));
        }
    }

    private PictureLoader.Images load(PictureLoader loader) throws IOException {
        return loader.load(folder, messages::add);
    }

    private void assertSaid(String text) {
        assertTrue(messages.stream().anyMatch(line -> line.contains(text)), text + " is not in " + messages);
    }

    private static Map<String, Integer> labels(ImageDataset data) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < data.size(); i++) {
            counts.merge(data.labelNames().get(data.label(i)), 1, Integer::sum);
        }
        return counts;
    }
}
