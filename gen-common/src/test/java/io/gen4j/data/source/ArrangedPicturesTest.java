package io.gen4j.data.source;

import static io.gen4j.data.picture.Pictures.png;
import static io.gen4j.file.Messages.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.ImageShape;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrangedPicturesTest {

    private static final int MOST = 10_000;

    @TempDir
    private Path folder;

    private void write(String name, byte[] content) throws IOException {
        Path file = folder.resolve("data").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private ArrangedPictures arranged() throws IOException {
        try (PictureSource source = PictureSource.untrusted(folder.resolve("data"), MOST)) {
            return ArrangedPictures.of(source, LabelRule.AUTOMATIC);
        }
    }

    @Test
    void foldersAreLabelsAndParts() throws IOException {
        for (String name : List.of("train/cat/1.png", "train/dog/2.png", "test/cat/3.png")) {
            write(name, png(7));
        }
        ArrangedPictures pictures = arranged();
        assertEquals(
                List.of("cat true", "cat false", "dog false"),
                pictures.pictures().stream()
                        .map(each -> each.label() + " " + each.test())
                        .toList());
        assertEquals(1, pictures.notices().size());
    }

    @Test
    void anEmptyFolderHasNone() throws IOException {
        write("readme.txt", new byte[3]);
        ArrangedPictures pictures = arranged();
        assertEquals(List.of(), pictures.pictures());
        assertEquals(
                List.of(new LeftOut.Reason(".txt, no picture", 1, "readme.txt")),
                pictures.leftOut().reasons());
    }

    @Test
    void linksAreLeftOutOfUntrustedFolders() throws IOException {
        write("1.png", png(7));
        Path secret = Files.write(folder.resolve("secret.png"), png(7));
        Files.createSymbolicLink(folder.resolve("data/2.png"), secret);
        Files.createSymbolicLink(folder.resolve("data/more"), folder);
        ArrangedPictures pictures = arranged();
        assertEquals(1, pictures.pictures().size());
        assertNull(pictures.pictures().get(0).label());
        assertEquals(
                List.of(new LeftOut.Reason("a link", 2, "2.png")),
                pictures.leftOut().reasons());
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("data"));
        assertFails(InvalidDataException.class, () -> PictureSource.untrusted(link, MOST), "does not exist");
    }

    @Test
    void aFileThatBecameALinkAfterTheListingIsNotFollowed() throws IOException {
        write("1.png", png(7));
        Path secret = Files.write(folder.resolve("secret.png"), png(7));
        List<String> read = new ArrayList<>();
        try (PictureSource source = PictureSource.untrusted(folder.resolve("data"), MOST)) {
            ArrangedPictures.of(source, LabelRule.AUTOMATIC);
            Files.delete(folder.resolve("data/1.png"));
            Files.createSymbolicLink(folder.resolve("data/1.png"), secret);
            source.read(new int[] {0}, new Contents(read));
        }
        assertTrue(read.get(0).startsWith("failed: it cannot be read"), read.toString());
    }

    private record Contents(List<String> read) implements PictureSource.Sink {
        @Override
        public void accept(int index, byte[] content) {
            read.add("read " + content.length);
        }

        @Override
        public void failed(int index, String reason) {
            read.add("failed: " + reason);
        }
    }

    @Test
    void aBombIsLeftOutBeforeItFillsTheMemory() throws IOException {
        Path zip = folder.resolve("bomb.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("bomb.png"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++) {
                out.write(zeros);
            }
            out.putNextEntry(new ZipEntry("1.png"));
            out.write(png(7));
        }
        List<String> read = new ArrayList<>();
        try (PictureSource source = PictureSource.untrusted(zip, MOST)) {
            assertEquals(
                    2,
                    ArrangedPictures.of(source, LabelRule.AUTOMATIC).pictures().size());
            source.read(new int[] {0, 1}, new Contents(read));
        }
        assertEquals(List.of("read " + png(7).length, "failed: it has more than 10000 bytes"), read);
    }

    @Test
    void aTableOfContentsThatIsTooLongIsRefused() throws IOException {
        Path zip = folder.resolve("long.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("1.png"));
            out.write(png(7));
        }
        PictureSource.untrusted(zip, MOST).close();
        // The end says that the table starts far before: at the start of a file that is longer than a table may be.
        byte[] good = Files.readAllBytes(zip);
        byte[] end = java.util.Arrays.copyOfRange(good, good.length - 22, good.length);
        ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).putInt(16, 0);
        try (OutputStream out = Files.newOutputStream(zip)) {
            byte[] block = new byte[1 << 20];
            for (long written = 0; written <= ZipDirectory.MAX_BYTES; written += block.length) {
                out.write(block);
            }
            out.write(end);
        }
        assertFails(
                InvalidDataException.class,
                () -> PictureSource.untrusted(zip, MOST),
                "table of contents",
                "fewer files");
        Files.write(zip, new byte[100]);
        assertFails(InvalidDataException.class, () -> PictureSource.untrusted(zip, MOST), "no zip archive");
        Files.write(zip, new byte[0]);
        assertFails(InvalidDataException.class, () -> PictureSource.untrusted(zip, MOST), "no zip archive");
    }

    @Test
    void aTableMayNameParts() throws IOException {
        for (String name : List.of("1.png", "2.png", "3.png")) {
            write(name, png(7));
        }
        Path table = folder.resolve("data/pictures.csv");
        Files.writeString(table, "file,label,split\n1.png,a,train\n2.png,b,train\n3.png,b,test\n");
        PictureLoader loader = PictureLoader.of(new ImageShape(1, 2, 2));
        PictureLoader.Images images = loader.load(table, line -> {});
        assertEquals(2, images.train().size());
        assertEquals(1, images.test().size());
        assertEquals(List.of("a", "b"), images.test().labelNames());
        Files.writeString(table, "file,split\n1.png,train\n2.png,train\n3.png,test\n");
        images = loader.load(table, line -> {});
        assertEquals(2, images.train().size());
        assertEquals(List.of(), images.train().labelNames());
        assertEquals(1, images.test().size());
        Files.writeString(table, "file,split\n1.png,train\n2.png,train\n3.png,train\n");
        images = loader.load(table, line -> {});
        assertEquals(3, images.train().size());
        assertEquals(List.of(), images.train().labelNames());
        assertNull(images.test());
        assertFalse(images.train().name().isEmpty());
    }
}
