package io.gen4j.data.source;

import static io.gen4j.data.picture.Pictures.png;
import static io.gen4j.file.Messages.assertOneLine;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.picture.Pictures;
import io.gen4j.file.InvalidDataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives and lists: the ways that people keep pictures in. */
class PictureKeepingTest {

    private static final PictureLoader LOADER = PictureLoader.of(new ImageShape(1, 2, 2));

    @TempDir
    private Path folder;

    private final List<String> messages = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.bz2", "A.ZIP"})
    void anArchiveIsReadAsTheFolderInIt(String name) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("set/dogs/2.png", png(20));
        files.put("set/cats/größe 1.png", png(10));
        files.put("set/cats/readme.txt", new byte[] {1});
        files.put("__MACOSX/set/cats/._1.png", new byte[] {1});
        files.put("../set/cats/up", png(30));
        files.put("set/cats/broken.png", new byte[] {1});
        Path archive = write(name, files);
        ImageDataset data = load(archive);
        assertEquals(List.of("cats", "dogs"), data.labelNames());
        assertArrayEquals(new int[] {10, 30, 20}, firstPixels(data));
        assertArrayEquals(new int[] {0, 0, 1}, labels(data));
        assertSaid("cats/broken.png is left out");
        assertSaid("1 file, .txt, no picture");
        assertEquals(List.of(archive), Files.list(folder).toList(), "nothing is unpacked");
        assertTrue(LOADER.limit(3, 3).load(archive, messages::add).train().size() >= 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.bz2"})
    void aDamagedArchiveIsRefusedInALine(String name) throws IOException {
        byte[] whole = Files.readAllBytes(write(name, Map.of("a.png", png(1))));
        for (byte[] content : List.of(
                new byte[0],
                "no archive at all, just text".repeat(40).getBytes(),
                Arrays.copyOf(whole, whole.length / 3))) {
            Path file = Files.write(folder.resolve(name), content);
            assertOneLine(
                    assertThrows(InvalidDataException.class, () -> load(file)).getMessage(), file);
        }
    }

    @Test
    void anArchiveThatUnpacksToFarMoreIsRefused() throws IOException {
        Path file = folder.resolve("bomb.tar.gz");
        byte[] zeros = new byte[1 << 20];
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (int i = 0; i < 2; i++) {
                TarArchiveEntry entry = new TarArchiveEntry("x" + i + ".bin");
                entry.setSize(50L << 20);
                tar.putArchiveEntry(entry);
                for (int k = 0; k < 50; k++) {
                    tar.write(zeros);
                }
                tar.closeArchiveEntry();
            }
        }
        assertOneLine(assertThrows(InvalidDataException.class, () -> load(file)).getMessage(), file, "unpacks");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file,label\na.png,cat\nsub/b.png,dog\n",
                "label;image\ncat;a.png\ndog;sub/b.png\n",
                "id,file_name,class\n1,a.png,cat\n2,sub/b.png,dog\n",
                "a.png,cat\nsub/b.png,dog\n",
                "\ufefffilename,label\r\n\"a.png\",\"cat\"\r\n\"sub/b.png\",dog\r\n",
                "PATH , Category\n a.png , cat\n./sub/b.png,dog",
                "File Name,Label\na.png,cat\nsub/b.png,dog\n",
                "image-path;class-name;other\na.png;cat;1\nsub/b.png;dog;2\n",
                "file,label\r\na.png,cat\r\nsub\\b.png,dog\r\n",
                ",file,label\n0,a.png,cat\n1,sub/b.png,dog\n",
                "\n\nfile,label\n\na.png,cat\n\nsub/../sub/b.png,dog\n\n",
                "file,label,note\na.png,cat,\"one\ntwo\"\nsub/b.png,dog,\"say \"\"hi\"\"\"\n",
                "\ufeffa.png,cat\nsub/b.png,dog\n",
                "file\tlabel\na.png\tcat\nsub/b.png\tdog\n",
                "file,label\na.png,cat\na.png,cat\nsub/b.png,dog\nmissing.png,dog\n"
            })
    void aTableGivesFilesAndLabels(String text) throws IOException {
        Pictures.write(folder, "a.png", png(10));
        Pictures.write(folder, "sub/b.png", png(20));
        ImageDataset data = load(Files.writeString(folder.resolve("t.csv"), text));
        assertEquals(List.of("cat", "dog"), data.labelNames());
        assertArrayEquals(new int[] {10, 20}, firstPixels(data));
        assertArrayEquals(new int[] {0, 1}, labels(data));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b,c\n1,2,3\n",
                "file,x\na.png,1\n",
                "file,label\na.png,cat\na.png,dog\n",
                "file,label\na.png\n",
                "file,label\n\"a.png,cat\n",
                "",
                "file,label\n",
                "pixel0,pixel1\n0,255\n",
                "sep=;\nfile;label\na.png;cat\n",
                "image,label\na,cat\n",
                "file,label\nsub,cat\n",
                "file,label\n\u0000,cat\n",
                "[{\"file\": \"a.png\"}]",
                "file,label\nno.png,cat\n"
            })
    void aTableThatIsNoneIsRefusedInALine(String text) throws IOException {
        Pictures.write(folder, "a.png", png(10));
        Path file = Files.writeString(folder.resolve("t.csv"), text);
        assertOneLine(assertThrows(InvalidDataException.class, () -> load(file)).getMessage(), file);
    }

    @Test
    void aListOfFilesHasTheirOrderAndFoldersAreLabels() throws IOException {
        Pictures.write(folder, "x/a.png", png(10));
        Pictures.write(folder, "y/b.png", png(20));
        Path list = Files.writeString(folder.resolve("l.txt"), "# mine\ny/b.png\n\n  x/a.png \nx/gone.png\n");
        ImageDataset data = load(list);
        assertEquals(List.of("x", "y"), data.labelNames());
        assertArrayEquals(new int[] {20, 10}, firstPixels(data));
        assertSaid("1 file, not there (x/gone.png)");
    }

    /** As programs on Windows write lists. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\ufeffx/a.png\r\ny/b.png\r\n", "x\\a.png\ny\\b.png", "\ufeff# pictures\nx/a.png\ny/b.png\n"})
    void aListMayComeFromWindows(String text) throws IOException {
        Pictures.write(folder, "x/a.png", png(10));
        Pictures.write(folder, "y/b.png", png(20));
        ImageDataset data = load(Files.writeString(folder.resolve("l.txt"), text));
        assertEquals(List.of("x", "y"), data.labelNames());
        assertArrayEquals(new int[] {10, 20}, firstPixels(data));
    }

    /** Where a file of that name is there, a backslash is part of its name. */
    @Test
    void aBackslashMayBePartOfAName() throws IOException {
        Pictures.write(folder, "a\\1.png", png(10));
        Pictures.write(folder, "a/1.png", png(20));
        assertArrayEquals(new int[] {10}, firstPixels(load(Files.writeString(folder.resolve("l.txt"), "a\\1.png\n"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"IBM437", "ISO-8859-1", "windows-1252"})
    void namesInOtherCharacterSetsStayApart(String charset) throws IOException {
        Path zip = folder.resolve("a.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip), Charset.forName(charset))) {
            for (String name : List.of("größe", "grüße", "plain")) {
                out.putNextEntry(new ZipEntry(name + "/1.png"));
                out.write(png(10));
            }
        }
        Path tar = folder.resolve("a.tar");
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tar), charset)) {
            for (String name : List.of("größe", "grüße", "plain")) {
                TarArchiveEntry entry = new TarArchiveEntry(name + "/1.png");
                entry.setSize(png(10).length);
                out.putArchiveEntry(entry);
                out.write(png(10));
                out.closeArchiveEntry();
            }
        }
        for (Path archive : List.of(zip, tar)) {
            List<String> labels = load(archive).labelNames();
            assertEquals(3, labels.size(), archive + ": " + labels);
            assertTrue(labels.contains("plain"), labels.toString());
            if (archive == zip ? charset.equals("IBM437") : charset.equals("ISO-8859-1")) {
                assertTrue(labels.containsAll(List.of("größe", "grüße")), labels.toString());
            }
        }
    }

    private ImageDataset load(Path path) throws IOException {
        return LOADER.load(path, messages::add).train();
    }

    private void assertSaid(String text) {
        assertTrue(messages.stream().anyMatch(line -> line.contains(text)), text + " is not in " + messages);
    }

    private Path write(String name, Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (name.toLowerCase().endsWith("zip")) {
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    zip.putNextEntry(new ZipEntry(file.getKey()));
                    zip.write(file.getValue());
                }
            }
        } else {
            OutputStream compressed = name.endsWith("gz")
                    ? new GZIPOutputStream(bytes)
                    : name.endsWith("bz2") ? new BZip2CompressorOutputStream(bytes) : bytes;
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(compressed, "UTF-8")) {
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                    entry.setSize(file.getValue().length);
                    tar.putArchiveEntry(entry);
                    tar.write(file.getValue());
                    tar.closeArchiveEntry();
                }
            }
        }
        return Files.write(folder.resolve(name), bytes.toByteArray());
    }

    private static int[] firstPixels(ImageDataset data) {
        int[] first = new int[data.size()];
        byte[] pixels = new byte[data.shape().size()];
        for (int i = 0; i < first.length; i++) {
            data.copyPixels(i, pixels, 0);
            first[i] = pixels[0] & 0xff;
        }
        return first;
    }

    private static int[] labels(ImageDataset data) {
        int[] labels = new int[data.size()];
        Arrays.setAll(labels, data::label);
        return labels;
    }
}
