package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.app.studio.workshop.WorkshopConfig;
import io.gen4j.app.studio.workshop.data.DataLimits;
import io.gen4j.data.ImageShape;
import io.gen4j.data.source.LabelRule;
import io.gen4j.data.source.PictureLoader;
import io.gen4j.file.FaultyFileSystem;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The data sets of the workshop: rightly, wrongly, too large, twice at once, interrupted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class WorkshopDataTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ROOT = "/api/workshop";
    private static final String[] AS_JSON = {"Content-Type", "application/json"};
    private static final String[] AS_BYTES = {"Content-Type", "application/octet-stream"};
    private static final String[] AS_ZIP = {"Content-Type", "application/zip"};
    private static final int MOST_FILES = 200;
    private static final DataLimits SMALL = new DataLimits(1 << 20, 1 << 18, MOST_FILES, 1 << 20, 40);

    private Path home;
    private RunningStudio studio;
    private ApiDocument api;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        home = directory;
        Path pictures = Files.createDirectories(home.resolve("pictures/small/cat"));
        Files.write(pictures.resolve("tom.png"), png(20, 10, 200));
        Files.createSymbolicLink(home.resolve("pictures/outside"), home);
        studio = studio(home);
        api = new ApiDocument(studio);
    }

    private static RunningStudio studio(Path home) throws IOException {
        return new RunningStudio(new StudioConfig(home.resolve("runs"), StudioConfig.LOOPBACK, 0, null)
                .withWorkshop(new WorkshopConfig(home.resolve("datasets"), home.resolve("pictures"), 1, SMALL)));
    }

    @AfterAll
    void stop() {
        studio.close();
        Set<String> unseen =
                api.unseen(path -> path.matches("/api/(workshop(/(datasets|uploads|folders|trash).*)?|trash)"));
        // A full disk is made where the system lets this test mount one.
        unseen.removeIf(each -> each.endsWith(" 507") || each.endsWith(" 503") || each.startsWith("listTrash"));
        // WorkshopTrainingTest.
        unseen.remove("deleteDataset 409");
        assertEquals(Set.of(), unseen);
    }

    private static byte[] png(int width, int height, int grey) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, grey << 16 | grey << 8 | (grey + i) % 256);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private String begin(String name) throws IOException {
        return api.check("beginUpload", 201, studio.post(ROOT + "/uploads", "{\"name\": \"" + name + "\"}", AS_JSON))
                .path("id")
                .asText();
    }

    private HttpResponse<byte[]> put(String upload, String path, byte[] content) {
        String query = URLEncoder.encode(path, StandardCharsets.UTF_8);
        return studio.putBytes(ROOT + "/uploads/" + upload + "/files?path=" + query, content, AS_BYTES);
    }

    private JsonNode finish(String upload) throws IOException {
        api.check("finishUpload", 202, studio.send("POST", ROOT + "/uploads/" + upload + "/finish"));
        return ended(upload);
    }

    private JsonNode ended(String upload) throws IOException {
        while (true) {
            JsonNode now = api.check("getUpload", 200, studio.get(ROOT + "/uploads/" + upload));
            if (Set.of("finished", "failed").contains(now.path("state").asText())) {
                return now;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A data set of cats and dogs with some files that are no pictures; its id. */
    private String pets(String name) throws IOException {
        String upload = begin(name);
        for (int i = 0; i < 10; i++) {
            api.check("putFile", 200, put(upload, "pets/cat/" + i + ".png", png(20, 10, 10 * i)));
            api.check("putFile", 200, put(upload, "pets/dog/" + i + " ü.png", png(12, 12, 10 * i)));
        }
        put(upload, "pets/cat/notes.txt", "no picture".getBytes(StandardCharsets.UTF_8));
        put(upload, "pets/dog/broken.png", "no picture".getBytes(StandardCharsets.UTF_8));
        return finish(upload).path("dataset").asText();
    }

    private JsonNode dataset(String id) throws IOException {
        return api.check("getDataset", 200, studio.get(ROOT + "/datasets/" + id));
    }

    private JsonNode pictures(String id, String query) throws IOException {
        return api.check("listPictures", 200, studio.get(ROOT + "/datasets/" + id + "/pictures" + query));
    }

    @Test
    void saysThatItIsOnAndWhatTheLimitsAre() throws IOException {
        JsonNode state = api.check("getWorkshop", 200, studio.get(ROOT));
        assertTrue(state.path("enabled").asBoolean() && state.path("folders").asBoolean());
        assertEquals(MOST_FILES, state.at("/limits/files").asInt());
        assertTrue(state.path("formats").toString().contains("\"png\""));
    }

    @Test
    void oneThatIsOffRefusesAllAndTouchesNothing(@TempDir Path other) throws IOException {
        Path runs = other.resolve("runs");
        try (RunningStudio off = new RunningStudio(runs, null)) {
            JsonNode state = api.check("getWorkshop", 200, off.get(ROOT));
            assertFalse(state.path("enabled").asBoolean());
            assertEquals(403, off.get(ROOT + "/datasets").statusCode());
            assertEquals(
                    403,
                    off.post(ROOT + "/uploads", "{\"name\": \"a\"}", AS_JSON).statusCode());
            assertEquals(403, off.delete("/api/trash").statusCode());
            String said = RunningStudio.text(off.get(ROOT + "/datasets"));
            assertTrue(said.contains("without --workshop"), said);
        }
        assertFalse(Files.exists(other.resolve("datasets")) || Files.exists(runs));
    }

    @Test
    void readersChangeNothing() throws IOException {
        pets("Read only");
        studio.close();
        StudioConfig config = new StudioConfig(
                        home.resolve("runs"), StudioConfig.LOOPBACK, 0, null, "", Set.of(), Set.of(), true)
                .withWorkshop(new WorkshopConfig(home.resolve("datasets"), null, 1, SMALL));
        try (RunningStudio readOnly = new RunningStudio(config)) {
            assertEquals(200, readOnly.get(ROOT + "/datasets/read-only").statusCode());
            assertEquals(403, readOnly.delete(ROOT + "/datasets/read-only").statusCode());
            assertEquals(403, readOnly.delete(ROOT + "/trash").statusCode());
            assertEquals(403, readOnly.delete("/api/trash").statusCode());
            assertEquals(
                    403,
                    readOnly.post(ROOT + "/uploads", "{\"name\": \"a\"}", AS_JSON)
                            .statusCode());
            assertEquals(
                    403,
                    readOnly.putBytes(ROOT + "/uploads/x/files?path=a.png", new byte[1], AS_BYTES)
                            .statusCode());
        } finally {
            studio = studio(home);
        }
    }

    @Test
    void filesBecomeADataSet() throws IOException {
        JsonNode set = dataset(pets("My pets"));
        assertEquals("my-pets", set.path("id").asText());
        assertEquals(20, set.path("pictures").asInt());
        assertEquals(
                "[{\"name\":\"cat\",\"train\":10,\"test\":0},{\"name\":\"dog\",\"train\":10,\"test\":0}]",
                set.path("labels").toString());
        assertEquals(
                "[{\"width\":20,\"height\":10,\"count\":10},{\"width\":12,\"height\":12,\"count\":10}]",
                set.path("sizes").toString());
        assertEquals(20, set.path("colours").asInt());
        assertTrue(set.path("notices").toString().contains("pets/"), "the folder that holds all");
        assertEquals(
                Set.of("1 .txt, no picture pets/cat/notes.txt", "1 cannot be decoded pets/dog/broken.png"),
                Set.copyOf(
                        set.path("leftOut").findValuesAsText("reason").size() == 2
                                ? List.of(leftOut(set, 0), leftOut(set, 1))
                                : List.of(set.path("leftOut").toString())));
        JsonNode page = pictures("my-pets", "?label=dog&after=8&count=5");
        assertEquals(10, page.path("total").asInt());
        assertEquals(2, page.path("pictures").size());
        HttpResponse<byte[]> thumbnail = studio.get(page.at("/pictures/0/url").asText());
        api.checkStatus("getThumbnail", 200, thumbnail);
        BufferedImage small = ImageIO.read(new ByteArrayInputStream(thumbnail.body()));
        assertEquals(64, small.getWidth());
        assertEquals(
                List.of("my-pets"),
                ids(list()).stream().filter("my-pets"::equals).toList());
        assertFalse(Files.exists(home.resolve("datasets/.staging/x")), "nothing is left of the upload");
        try (Stream<Path> left = Files.list(home.resolve("datasets/.staging"))) {
            assertEquals(
                    0, left.filter(each -> each.toString().contains("pets")).count());
        }
    }

    private static String leftOut(JsonNode set, int place) {
        JsonNode each = set.path("leftOut").get(place);
        return each.path("count").asInt() + " " + each.path("reason").asText() + " "
                + each.path("first").asText();
    }

    private JsonNode list() throws IOException {
        return api.check("listDatasets", 200, studio.get(ROOT + "/datasets"));
    }

    private static List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        list.path("datasets").forEach(each -> ids.add(each.path("id").asText()));
        return ids;
    }

    @Test
    void theCommandLineReadsTheSame() throws IOException {
        String id = pets("For the command line");
        post("splitDataset", 200, id + "/split", "{\"share\": 0.2, \"seed\": 3}");
        Path table = Path.of(dataset(id).path("data").asText());
        PictureLoader loader = PictureLoader.of(new ImageShape(1, 8, 8)).labels(LabelRule.AUTOMATIC);
        PictureLoader.Images images = loader.load(table, line -> {});
        assertEquals(16, images.train().size());
        assertNotNull(images.test());
        assertEquals(4, images.test().size());
        assertEquals(List.of("cat", "dog"), images.train().labelNames());
        post("renameLabel", 200, id + "/relabel", "{\"from\": \"cat\", \"label\": null}");
        post("renameLabel", 200, id + "/relabel", "{\"from\": \"dog\", \"label\": null}");
        images = loader.load(table, line -> {});
        assertEquals(16, images.train().size());
        assertEquals(List.of(), images.train().labelNames());
        assertNotNull(images.test());
    }

    private JsonNode post(String operation, int status, String path, String body) throws IOException {
        return api.check(operation, status, studio.post(ROOT + "/datasets/" + path, body, AS_JSON));
    }

    @Test
    void labelsAndPartsChange() throws IOException {
        String id = pets("Changing");
        String file = pictures(id, "?label=cat").at("/pictures/0/file").asText();
        String files = "{\"files\": [\"" + file + "\"]";
        JsonNode set = post("labelPictures", 200, id + "/labels", files + ", \"label\": \" Kater, “alt” \"}");
        assertEquals("Kater, “alt”", set.at("/labels/0/name").asText());
        set = post("labelPictures", 200, id + "/labels", files + "}");
        assertEquals(1, set.path("unlabelled").asInt());
        assertEquals(file, pictures(id, "?label=").at("/pictures/0/file").asText());
        set = post("renameLabel", 200, id + "/relabel", "{\"from\": \"dog\", \"label\": \"cat\"}");
        assertEquals(19, set.at("/labels/0/train").asInt());
        set = post("splitDataset", 200, id + "/split", "{\"share\": 0.5}");
        assertEquals(10, set.path("test").asInt(), "9.5 of 19, and none of the one without a label");
        assertEquals(10, pictures(id, "?part=test").path("total").asInt());
        String again = pictures(id, "?part=test").toString();
        post("splitDataset", 200, id + "/split", "{\"share\": 0.5, \"seed\": 2}");
        assertNotEquals(again, pictures(id, "?part=test").toString());
        post("splitDataset", 200, id + "/split", "{\"share\": 0.5, \"seed\": 1}");
        assertEquals(again, pictures(id, "?part=test").toString());
        set = post("splitDataset", 200, id + "/split", "{\"share\": 0}");
        assertEquals(0, set.path("test").asInt());
        set = post("removePictures", 200, id + "/remove", files + "}");
        assertEquals(19, set.path("pictures").asInt());
        set = api.check("renameDataset", 200, studio.put(ROOT + "/datasets/" + id + "/name", "{\"name\": \"Neu ✓\"}"));
        assertEquals("Neu ✓", set.path("name").asText());
        assertEquals(id, set.path("id").asText());
    }

    @Test
    void wrongChangesAreRefused() throws IOException {
        String id = pets("Wrongly");
        String file = pictures(id, "").at("/pictures/0/file").asText();
        String before = dataset(id).toString();
        String[] bad = {"", " ", "a/b", "a\\\\b", "\\u0000", "\\u202e", "x".repeat(61)};
        for (String label : bad) {
            String body = "{\"files\": [\"" + file + "\"], \"label\": \"" + label + "\"}";
            post("labelPictures", 400, id + "/labels", body);
            post("renameLabel", 400, id + "/relabel", "{\"from\": \"cat\", \"label\": \"" + label + "\"}");
            api.check(
                    "renameDataset",
                    400,
                    studio.put(ROOT + "/datasets/" + id + "/name", "{\"name\": \"" + label + "\"}"));
            api.check("beginUpload", 400, studio.post(ROOT + "/uploads", "{\"name\": \"" + label + "\"}", AS_JSON));
        }
        post("labelPictures", 400, id + "/labels", "{\"files\": [\"../x.png\"], \"label\": \"a\"}");
        post("labelPictures", 400, id + "/labels", "{\"files\": [], \"label\": \"a\"}");
        post("removePictures", 400, id + "/remove", "{\"files\": [\"none\"]}");
        post("renameLabel", 400, id + "/relabel", "{\"from\": \"none\", \"label\": \"a\"}");
        for (String share : new String[] {"-0.1", "0.91", "1e9", "null", "\"x\""}) {
            post("splitDataset", 400, id + "/split", "{\"share\": " + share + "}");
        }
        api.check("listPictures", 400, studio.get(ROOT + "/datasets/" + id + "/pictures?part=x"));
        api.check("listPictures", 400, studio.get(ROOT + "/datasets/" + id + "/pictures?count=201"));
        assertEquals(before, dataset(id).toString());
        String all = MAPPER.writeValueAsString(pictures(id, "?count=200").findValuesAsText("file"));
        post("removePictures", 409, id + "/remove", "{\"files\": " + all + "}");
        String large = "{\"files\": [\"" + "x".repeat(5 << 20) + "\"]}";
        for (String[] each : new String[][] {
            {"labelPictures", "labels"},
            {"renameLabel", "relabel"},
            {"removePictures", "remove"},
            {"splitDataset", "split"}
        }) {
            String path = ROOT + "/datasets/" + id + "/" + each[1];
            api.check(each[0], 413, studio.post(path, large, AS_JSON));
            api.check(each[0], 415, studio.post(path, "{}", "Content-Type", "text/plain"));
            api.check(
                    each[0],
                    404,
                    studio.post(
                            ROOT + "/datasets/none/" + each[1],
                            each[1].equals("split")
                                    ? "{\"share\": 0}"
                                    : each[1].equals("relabel") ? "{\"from\": \"a\"}" : "{\"files\": [\"a\"]}",
                            AS_JSON));
        }
        api.check("renameDataset", 413, studio.put(ROOT + "/datasets/" + id + "/name", large));
        api.check("renameDataset", 415, studio.put(ROOT + "/datasets/" + id + "/name", "{}", "Content-Type", "a/b"));
        api.check("renameDataset", 404, studio.put(ROOT + "/datasets/none/name", "{\"name\": \"a\"}"));
    }

    @Test
    void aDeletedDataSetLiesInTheTrashUntilThatIsEmptied() throws IOException {
        String id = pets("Thrown");
        assertEquals(
                "thrown",
                api.check("deleteDataset", 200, studio.delete(ROOT + "/datasets/" + id))
                        .path("id")
                        .asText());
        api.check("getDataset", 404, studio.get(ROOT + "/datasets/" + id));
        api.check("deleteDataset", 404, studio.delete(ROOT + "/datasets/" + id));
        JsonNode trash = api.check("listDatasetTrash", 200, studio.get(ROOT + "/trash"));
        assertTrue(trash.path("datasets").toString().contains("thrown")
                && trash.path("bytes").asLong() > 100);
        assertEquals(
                id,
                api.check("restoreDataset", 200, studio.send("POST", ROOT + "/trash/" + id + "/restore"))
                        .path("id")
                        .asText());
        assertEquals(20, dataset(id).path("pictures").asInt());
        studio.delete(ROOT + "/datasets/" + id);
        assertEquals(id, pets("Thrown"), "the name is free again");
        api.check("restoreDataset", 409, studio.send("POST", ROOT + "/trash/" + id + "/restore"));
        api.check("restoreDataset", 404, studio.send("POST", ROOT + "/trash/none/restore"));
        api.check("restoreDataset", 404, studio.send("POST", ROOT + "/trash/..%2f" + id + "/restore"));
        assertTrue(api.check("emptyDatasetTrash", 200, studio.delete(ROOT + "/trash"))
                        .path("removed")
                        .asInt()
                >= 1);
        assertEquals(
                0,
                api.check("listDatasetTrash", 200, studio.get(ROOT + "/trash"))
                        .path("datasets")
                        .size());
        assertEquals(20, dataset(id).path("pictures").asInt());
    }

    @Test
    void theTrashOfRunsIsEmptiedWithoutFollowingLinks() throws IOException {
        Path run = Files.createDirectories(home.resolve("runs/old"));
        Files.writeString(run.resolve("config.json"), "{\"family\": \"vae\"}");
        Path kept = Files.writeString(home.resolve("kept.txt"), "kept");
        Files.createSymbolicLink(run.resolve("link"), home);
        assertEquals(200, studio.delete("/api/runs/old").statusCode());
        assertEquals(
                1,
                api.check("emptyTrash", 200, studio.delete("/api/trash"))
                        .path("removed")
                        .asInt());
        assertTrue(Files.exists(kept));
        assertFalse(Files.exists(home.resolve("runs/.trash/old")));
    }

    private JsonNode zip(String name, Path file) throws IOException {
        String query = "?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        JsonNode upload = api.check("createDataset", 202, studio.postFile(ROOT + "/datasets" + query, file, AS_ZIP));
        return ended(upload.path("id").asText());
    }

    @FunctionalInterface
    private interface Entries {
        void writeTo(ZipOutputStream zip) throws IOException;
    }

    private Path archive(Entries entries) throws IOException {
        Path file = Files.createTempFile(home, "archive", ".zip");
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            entries.writeTo(zip);
        }
        return file;
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
    }

    @Test
    void anArchiveBecomesADataSet() throws IOException {
        Path file = archive(zip -> {
            add(zip, "train/a/1.png", png(8, 8, 1));
            add(zip, "train/b/2.png", png(8, 8, 2));
            add(zip, "test/a/3.png", png(8, 8, 3));
            add(zip, "__MACOSX/._1.png", new byte[3]);
        });
        JsonNode set = dataset(zip("Zip", file).path("dataset").asText());
        assertEquals(
                "[{\"name\":\"a\",\"train\":1,\"test\":1},{\"name\":\"b\",\"train\":1,\"test\":0}]",
                set.path("labels").toString());
        assertEquals("of a system or a tool", set.at("/leftOut/0/reason").asText());
    }

    @Test
    void pathsThatLeadOutOfAnArchiveLeadNowhere() throws IOException {
        Path file = archive(zip -> {
            add(zip, "../../../../escaped.png", png(8, 8, 1));
            add(zip, "/absolute.png", png(8, 8, 2));
            add(zip, "..\\..\\windows.png", png(8, 8, 3));
        });
        JsonNode upload = zip("Paths", file);
        assertEquals(
                3, dataset(upload.path("dataset").asText()).path("pictures").asInt());
        // Above the home, files of other programs come and go while a walk reads them.
        assertTrue(Files.notExists(home.resolveSibling("escaped.png")));
        try (Stream<Path> files = Files.walk(home)) {
            assertEquals(
                    0,
                    files.filter(each -> each.getFileName().toString().equals("escaped.png"))
                            .count());
        }
    }

    @Test
    void aBombIsRefusedAndLeavesNothing() throws IOException {
        byte[] zeros = new byte[1 << 20];
        Path one = archive(zip -> {
            zip.putNextEntry(new ZipEntry("bomb.png"));
            for (int i = 0; i < 100; i++) {
                zip.write(zeros);
            }
        });
        JsonNode upload = zip("Bomb", one);
        assertEquals("failed", upload.path("state").asText());
        assertTrue(upload.path("problem").asText().contains("larger than 262144 bytes"), upload.toString());
        byte[] picture = png(250, 250, 7);
        int count = SMALL.files();
        Path many = archive(zip -> {
            for (int i = 0; i < count; i++) {
                add(zip, i + ".bmp", bmp(picture));
            }
        });
        assertTrue(Files.size(many) < SMALL.uploadBytes(), "it is small as it comes: " + Files.size(many));
        upload = zip("Many bombs", many);
        assertEquals("failed", upload.path("state").asText(), upload.toString());
        assertTrue(upload.path("problem").asText().contains("bytes that a data set may have"), upload.toString());
        assertNothingIsStaged();
    }

    /** A picture whose bytes are all alike, so that it packs well. */
    private static byte[] bmp(byte[] png) throws IOException {
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));
        BufferedImage even = new BufferedImage(read.getWidth(), read.getHeight(), BufferedImage.TYPE_INT_RGB);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(even, "bmp", out);
        return out.toByteArray();
    }

    private void assertNothingIsStaged() throws IOException {
        Path staging = home.resolve("datasets/.staging");
        JsonNode uploads = api.check("listUploads", 200, studio.get(ROOT + "/uploads"));
        Set<String> active = new java.util.HashSet<>();
        uploads.path("uploads").forEach(each -> {
            if (!Set.of("finished", "failed").contains(each.path("state").asText())) {
                active.add(each.path("id").asText());
            }
        });
        // The last files go a moment after the state says so.
        for (int i = 0; i < 100; i++) {
            try (Stream<Path> left = Files.exists(staging) ? Files.list(staging) : Stream.empty()) {
                if (left.allMatch(each -> active.contains(each.getFileName().toString()))) {
                    return;
                }
            }
            pause();
        }
        throw new AssertionError("something is left in " + staging);
    }

    @Test
    void moreFilesThanAllowedAreRefused() throws IOException {
        Path file = archive(zip -> {
            for (int i = 0; i < 20 * MOST_FILES; i++) {
                add(zip, i + ".txt", new byte[1]);
            }
        });
        JsonNode upload = zip("Small files", file);
        assertTrue(upload.path("problem").asText().startsWith("4000 files are more than the 200"), upload.toString());
        String single = begin("Single files");
        for (int i = 0; i < MOST_FILES; i++) {
            assertEquals(200, put(single, i + ".txt", new byte[1]).statusCode());
        }
        api.check("putFile", 413, put(single, "more.txt", new byte[1]));
        assertEquals(200, studio.get(ROOT + "/uploads/" + single).statusCode(), "the upload stays open");
        JsonNode ended = finish(single);
        assertTrue(ended.path("problem").asText().startsWith("there is no picture"), ended.toString());
    }

    @Test
    void aHundredThousandSmallFilesAreRefusedInALine(@TempDir Path other) throws IOException {
        Path file = archive(zip -> {
            for (int i = 0; i <= DataLimits.USUAL.files(); i++) {
                add(zip, "many/" + i + ".txt", new byte[1]);
            }
        });
        try (RunningStudio usual =
                new RunningStudio(new StudioConfig(other.resolve("runs"), StudioConfig.LOOPBACK, 0, null)
                        .withWorkshop(WorkshopConfig.in(other.resolve("datasets"))))) {
            JsonNode upload = MAPPER.readTree(
                    usual.postFile(ROOT + "/datasets?name=a", file, AS_ZIP).body());
            while (upload.path("state").asText().equals("reading")) {
                pause();
                upload = MAPPER.readTree(
                        usual.get(ROOT + "/uploads/" + upload.path("id").asText())
                                .body());
            }
            assertEquals(
                    "100001 files are more than the 100000 that a data set may have: take fewer",
                    upload.path("problem").asText());
        }
    }

    @Test
    void largeFilesAreRefused() throws IOException {
        String upload = begin("Large");
        api.check("putFile", 413, put(upload, "a.png", new byte[SMALL.pictureBytes() + 1]));
        for (int i = 0; i < 4; i++) {
            api.check("putFile", 200, put(upload, i + ".png", new byte[SMALL.pictureBytes()]));
        }
        api.check("putFile", 413, put(upload, "b.png", new byte[1]));
        api.check("putFile", 200, put(upload, "0.png", new byte[1]));
        assertEquals(
                4,
                api.check("getUpload", 200, studio.get(ROOT + "/uploads/" + upload))
                        .path("files")
                        .asInt());
        api.check("cancelUpload", 200, studio.delete(ROOT + "/uploads/" + upload));
        Path zip = Files.write(home.resolve("large.zip"), new byte[(int) SMALL.uploadBytes() + 1]);
        api.check("createDataset", 413, studio.postFile(ROOT + "/datasets?name=Large", zip, AS_ZIP));
        api.check("beginUpload", 413, studio.post(ROOT + "/uploads", "x".repeat(5 << 20), AS_JSON));
        api.check("beginUpload", 415, studio.post(ROOT + "/uploads", "{}", "Content-Type", "text/plain"));
        assertNothingIsStaged();
    }

    @Test
    void whatIsNoArchiveIsRefused() throws IOException {
        Path none = Files.writeString(home.resolve("none.zip"), "no archive");
        JsonNode upload = zip("No archive", none);
        assertEquals(
                "the upload is no zip archive, or damaged: it has no end",
                upload.path("problem").asText());
        api.check("createDataset", 415, studio.post(ROOT + "/datasets?name=a", "x", "Content-Type", "text/plain"));
        api.check("createDataset", 400, studio.postFile(ROOT + "/datasets", none, AS_ZIP));
        Path half = archive(zip -> add(zip, "1.png", png(30, 30, 1)));
        byte[] whole = Files.readAllBytes(half);
        Files.write(half, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertEquals("failed", zip("Half", half).path("state").asText());
    }

    @Test
    void badPathsOfFilesAreRefused() throws IOException {
        String upload = begin("Paths of files");
        for (String path : List.of(
                "",
                "../a.png",
                "/a.png",
                "a//b.png",
                "a/../../b.png",
                ".",
                "a/.",
                "a\\b.png",
                "\0.png",
                "a\n.png",
                "x".repeat(401),
                "y".repeat(121) + ".png")) {
            api.check("putFile", 400, put(upload, path, png(8, 8, 1)));
        }
        api.check("putFile", 400, studio.putBytes(ROOT + "/uploads/" + upload + "/files", new byte[1], AS_BYTES));
        api.check(
                "putFile",
                415,
                studio.putBytes(
                        ROOT + "/uploads/" + upload + "/files?path=a.png", new byte[1], "Content-Type", "text/plain"));
        api.check("putFile", 404, put("none", "a.png", new byte[1]));
        api.check("putFile", 200, put(upload, "a", png(8, 8, 1)));
        api.check("putFile", 409, put(upload, "a/b.png", png(8, 8, 1)));
        assertEquals(
                1,
                dataset(finish(upload).path("dataset").asText())
                        .path("pictures")
                        .asInt());
        api.check("finishUpload", 409, studio.send("POST", ROOT + "/uploads/" + upload + "/finish"));
        api.check("finishUpload", 404, studio.send("POST", ROOT + "/uploads/none/finish"));
        api.check("putFile", 409, put(upload, "late.png", png(8, 8, 1)));
        api.check("getUpload", 404, studio.get(ROOT + "/uploads/none"));
        api.check("cancelUpload", 404, studio.delete(ROOT + "/uploads/none"));
    }

    @Test
    void tooManyUploadsWait() throws IOException {
        List<String> open = new ArrayList<>();
        HttpResponse<byte[]> answer;
        while (true) {
            answer = studio.post(ROOT + "/uploads", "{\"name\": \"Many\"}", AS_JSON);
            if (answer.statusCode() != 201) {
                break;
            }
            open.add(MAPPER.readTree(answer.body()).path("id").asText());
        }
        api.check("beginUpload", 409, answer);
        Path file = archive(zip -> add(zip, "1.png", png(8, 8, 1)));
        api.check("createDataset", 409, studio.postFile(ROOT + "/datasets?name=a", file, AS_ZIP));
        for (String id : open) {
            JsonNode cancelled = api.check("cancelUpload", 200, studio.delete(ROOT + "/uploads/" + id));
            assertEquals("cancelled", cancelled.path("problem").asText());
        }
        assertNothingIsStaged();
    }

    @Test
    void foldersOfTheServerAreCopied() throws IOException {
        JsonNode root = api.check("listFolders", 200, studio.get(ROOT + "/folders"));
        assertEquals("[\"small\"]", root.path("folders").toString(), "links are not shown");
        JsonNode cat = api.check("listFolders", 200, studio.get(ROOT + "/folders?path=small/cat"));
        assertEquals(1, cat.path("pictures").asInt());
        for (String path : List.of("outside", "outside/runs", "none", "small/cat/tom.png")) {
            api.check("listFolders", 404, studio.get(ROOT + "/folders?path=" + path));
            api.check(
                    "createDataset",
                    404,
                    studio.post(ROOT + "/datasets", "{\"name\": \"a\", \"folder\": \"" + path + "\"}", AS_JSON));
        }
        for (String path : List.of("..", "small/..", "/etc", "small//cat")) {
            api.check("listFolders", 400, studio.get(ROOT + "/folders?path=" + path));
            api.check(
                    "createDataset",
                    400,
                    studio.post(ROOT + "/datasets", "{\"name\": \"a\", \"folder\": \"" + path + "\"}", AS_JSON));
        }
        JsonNode upload = api.check(
                "createDataset",
                202,
                studio.post(ROOT + "/datasets", "{\"name\": \"Copied\", \"folder\": \"small\"}", AS_JSON));
        JsonNode set = dataset(ended(upload.path("id").asText()).path("dataset").asText());
        assertEquals("cat", set.at("/labels/0/name").asText());
        assertTrue(Files.exists(home.resolve("pictures/small/cat/tom.png")));
    }

    @Test
    void withoutARootThereAreNoFolders(@TempDir Path other) throws IOException {
        try (RunningStudio without =
                new RunningStudio(new StudioConfig(other.resolve("runs"), StudioConfig.LOOPBACK, 0, null)
                        .withWorkshop(WorkshopConfig.in(other.resolve("datasets"))))) {
            api.check("listFolders", 409, without.get(ROOT + "/folders"));
        }
    }

    @Test
    void theSameNameTwiceAtOnceMakesTwoDataSets() throws Exception {
        Path file = archive(zip -> add(zip, "1.png", png(8, 8, 1)));
        List<CompletableFuture<JsonNode>> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            both.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return zip("Twins", file);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        Set<String> ids = Set.of(
                both.get(0).get().path("dataset").asText(),
                both.get(1).get().path("dataset").asText());
        assertEquals(Set.of("twins", "twins-2"), ids);
        assertEquals("mnist-2", zip("MNIST", file).path("dataset").asText(), "mnist means another one");
        assertEquals("Twins 2", dataset("twins-2").path("name").asText(), "people tell data sets apart by their names");
        String longest = "\uD83D\uDC31".repeat(30);
        zip(longest, file);
        String second = zip(longest, file).path("dataset").asText();
        assertEquals(
                "\uD83D\uDC31".repeat(29) + " 2", dataset(second).path("name").asText());
    }

    @Test
    void namesMayHaveEmojiOfSeveralParts() throws IOException {
        String teacher = "\uD83D\uDC69\u200D\uD83C\uDFEB";
        String id =
                finish(begin(teacher, "a.png", png(8, 8, 1))).path("dataset").asText();

        assertEquals(teacher, dataset(id).path("name").asText());
    }

    private String begin(String name, String path, byte[] content) throws IOException {
        String upload = begin(name);
        api.check("putFile", 200, put(upload, path, content));
        return upload;
    }

    /** After a loss of power a data set is there with all of its pictures, or it is not there. */
    @Test
    void aDataSetIsFlushedBeforeItAppears(@TempDir Path other) throws IOException {
        List<Path> flushed = Collections.synchronizedList(new ArrayList<>());
        Path datasets = FaultyFileSystem.watched(other.resolve("datasets"), flushed::add);
        try (RunningStudio watched =
                new RunningStudio(new StudioConfig(other.resolve("runs"), StudioConfig.LOOPBACK, 0, null)
                        .withWorkshop(WorkshopConfig.in(datasets)))) {
            JsonNode upload = MAPPER.readTree(watched.postFile(
                            ROOT + "/datasets?name=Safe",
                            archive(zip -> {
                                add(zip, "1.png", png(8, 8, 1));
                                add(zip, "2.png", png(8, 8, 2));
                            }),
                            AS_ZIP)
                    .body());
            String id = upload.path("id").asText();
            while (!MAPPER.readTree(watched.get(ROOT + "/uploads/" + id).body())
                    .path("state")
                    .asText()
                    .equals("finished")) {
                pause();
            }
            Path out = other.resolve("datasets/.staging").resolve(id).resolve("out");
            List<Path> order = List.copyOf(flushed);
            int appears = order.lastIndexOf(other.resolve("datasets"));
            for (String file : List.of("000001-1.png", "000002-2.png")) {
                int at = order.indexOf(out.resolve(file));
                assertTrue(at >= 0 && at < appears, file + " is not flushed in time: " + order);
            }
            assertTrue(order.lastIndexOf(out) < appears, order.toString());
        }
    }

    @Test
    void aClientThatGoesAwayLeavesNothing() throws IOException {
        String upload = begin("Gone");
        for (String head : List.of(
                "PUT " + ROOT + "/uploads/" + upload
                        + "/files?path=a.png HTTP/1.1\r\nContent-Type: application/octet-stream",
                "POST " + ROOT + "/datasets?name=Gone HTTP/1.1\r\nContent-Type: application/zip")) {
            try (Socket socket = new Socket("127.0.0.1", studio.port())) {
                OutputStream out = socket.getOutputStream();
                out.write((head + "\r\nHost: localhost\r\nContent-Length: 50000\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.write(new byte[20_000]);
                out.flush();
                pause();
            }
        }
        for (int i = 0; i < 200 && put(upload, "b.png", png(8, 8, 1)).statusCode() != 200; i++) {
            pause();
        }
        JsonNode state = api.check("getUpload", 200, studio.get(ROOT + "/uploads/" + upload));
        assertEquals(1, state.path("files").asInt());
        for (int i = 0; i < 500; i++) {
            if (studio.send("POST", ROOT + "/uploads/" + upload + "/finish").statusCode() == 202) {
                break;
            }
            pause();
        }
        assertEquals(
                1,
                dataset(ended(upload).path("dataset").asText()).path("pictures").asInt());
        assertNothingIsStaged();
    }

    @Test
    void aDamagedDataSetStandsBesideTheOthers() throws IOException {
        String id = pets("Damaged");
        String good = pets("Good");
        Path table = home.resolve("datasets").resolve(id).resolve("pictures.csv");
        byte[] whole = Files.readAllBytes(table);
        for (String content : List.of(
                "",
                "file\n../../kept.txt\n",
                "file,split,width,height,colour\n../x,train,1,1,true\n",
                "file,split,width,height,colour\n000001-a.png,train,x,1,true\n",
                "\"")) {
            Files.writeString(table, content);
            JsonNode set = dataset(id);
            if (!content.isEmpty()) {
                assertTrue(set.path("problem").asText().contains("damaged"), content + set);
                post("splitDataset", 409, id + "/split", "{\"share\": 0.1}");
                post("renameLabel", 409, id + "/relabel", "{\"from\": \"cat\"}");
                post("labelPictures", 409, id + "/labels", "{\"files\": [\"a\"]}");
                api.check("renameDataset", 409, studio.put(ROOT + "/datasets/" + id + "/name", "{\"name\": \"a\"}"));
            }
            assertFalse(set.toString().contains(home.toString())
                    && !set.path("data").asText().contains(home.toString()));
            assertEquals(20, dataset(good).path("pictures").asInt());
            assertTrue(ids(list()).contains(id));
        }
        Files.delete(table);
        Path secret = Files.write(home.resolve("secret.csv"), whole);
        Files.createSymbolicLink(table, secret);
        assertFalse(dataset(id).path("problem").isNull(), "a link is not followed");
        Files.delete(table);
        Files.write(table, whole);
        assertTrue(dataset(id).path("problem").isNull());
        String file = pictures(id, "").at("/pictures/0/file").asText();
        Path picture = home.resolve("datasets").resolve(id).resolve(file);
        Files.delete(picture);
        String url = ROOT + "/datasets/" + id + "/thumbnails/";
        api.check("getThumbnail", 409, studio.get(url + file));
        Files.createSymbolicLink(picture, home.resolve("pictures/small/cat/tom.png"));
        api.check("getThumbnail", 409, studio.get(url + file));
        api.check("getThumbnail", 404, studio.get(url + "..%2f..%2fkept.txt"));
        api.check("getThumbnail", 404, studio.get(url + "pictures.csv"));
        api.check("listPictures", 404, studio.get(ROOT + "/datasets/..%2fruns/pictures"));
        Files.createSymbolicLink(
                home.resolve("datasets/linked"), home.resolve("datasets").resolve(good));
        api.check("getDataset", 404, studio.get(ROOT + "/datasets/linked"));
        Files.delete(home.resolve("datasets/linked"));
    }

    @Test
    void foreignPagesChangeNothing() throws IOException {
        String id = pets("Foreign");
        String[][] foreign = {
            {"Origin", "http://evil.example"},
            {"Origin", "null"},
            {"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"}
        };
        for (String[] header : foreign) {
            for (String method : List.of("DELETE", "PUT", "POST", "GET", "PATCH")) {
                for (String path : List.of(
                        "/datasets/" + id,
                        "/datasets/" + id + "/name",
                        "/uploads",
                        "/trash",
                        "/datasets/" + id + "/split",
                        "/uploads/x/finish")) {
                    assertEquals(403, studio.send(method, ROOT + path, header).statusCode(), method + path);
                }
            }
            assertEquals(403, studio.send("DELETE", "/api/trash", header).statusCode());
        }
        assertEquals(20, dataset(id).path("pictures").asInt());
    }

    @Test
    void twoStudiosDoNotShareAWorkshop(@TempDir Path other) throws IOException {
        IOException refusal = assertThrows(FileAlreadyExistsException.class, () -> studio(home));
        assertTrue(refusal.getMessage().contains("another studio has its workshop there"), refusal.getMessage());
        Files.createDirectory(other.resolve("pictures"));
        studio(other).close();
        studio(other).close();
    }

    @Test
    void whatAKilledStudioLeftIsRemoved(@TempDir Path other) throws IOException {
        Files.createDirectories(other.resolve("pictures"));
        Path outside = Files.writeString(other.resolve("outside.txt"), "kept");
        Path left = Files.createDirectories(other.resolve("datasets/.staging/abc/in/cat"));
        Files.write(left.resolve("1.png"), png(8, 8, 1));
        Files.createSymbolicLink(left.resolve("link"), outside);
        try (RunningStudio started = studio(other)) {
            assertFalse(Files.exists(other.resolve("datasets/.staging/abc"), LinkOption.NOFOLLOW_LINKS));
            assertEquals(
                    0,
                    MAPPER.readTree(started.get(ROOT + "/datasets").body())
                            .path("datasets")
                            .size());
        }
        assertTrue(Files.exists(outside));
    }

    @Test
    void afterTheEndNothingIsTaken(@TempDir Path other) throws IOException {
        Files.createDirectories(other.resolve("pictures"));
        RunningStudio closing = studio(other);
        JsonNode upload = MAPPER.readTree(
                closing.post(ROOT + "/uploads", "{\"name\": \"a\"}", AS_JSON).body());
        assertEquals("open", upload.path("state").asText());
        closing.close();
        try (Stream<Path> files = Files.walk(other.resolve("datasets"))) {
            assertEquals(
                    0,
                    files.filter(each ->
                                    each.toString().contains(upload.path("id").asText()))
                            .count());
        }
    }

    @Test
    void aFullDiskIsToldAndLeavesNothing(@TempDir Path other) throws Exception {
        Path disk = Files.createDirectory(other.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", disk.toString()) == 0, "may not mount");
        Files.createDirectories(disk.resolve("pictures"));
        @Nullable RunningStudio small = null;
        try {
            small = studio(disk);
            JsonNode upload = MAPPER.readTree(
                    small.post(ROOT + "/uploads", "{\"name\": \"a\"}", AS_JSON).body());
            String files = ROOT + "/uploads/" + upload.path("id").asText() + "/files?path=";
            assertEquals(
                    200,
                    small.putBytes(files + "1.png", new byte[200_000], AS_BYTES).statusCode());
            api.check("putFile", 507, small.putBytes(files + "2.png", new byte[200_000], AS_BYTES));
            JsonNode failed = MAPPER.readTree(
                    small.get(ROOT + "/uploads/" + upload.path("id").asText()).body());
            assertEquals("failed", failed.path("state").asText());
            Path zip = Files.write(home.resolve("full.zip"), new byte[400_000]);
            api.check("createDataset", 507, small.postFile(ROOT + "/datasets?name=a", zip, AS_ZIP));
            Path fits = archive(each -> {
                for (int i = 0; i < 6; i++) {
                    add(each, i + ".bmp", bmp(png(150, 150, i)));
                }
            });
            JsonNode reading = MAPPER.readTree(
                    small.postFile(ROOT + "/datasets?name=a", fits, AS_ZIP).body());
            JsonNode ended = reading;
            while (ended.path("state").asText().equals("reading")) {
                pause();
                ended = MAPPER.readTree(
                        small.get(ROOT + "/uploads/" + reading.path("id").asText())
                                .body());
            }
            if (ended.path("state").asText().equals("failed")) {
                assertTrue(
                        ended.path("problem").asText().startsWith("the disk of the studio is full"), ended.toString());
            }
            assertEquals("failed", ended.path("state").asText(), "six pictures of 67 kB do not fit in 300 kB");
            try (Stream<Path> left = Files.walk(disk.resolve("datasets"))) {
                assertEquals(
                        0,
                        left.filter(each -> each.toString().matches(".*\\.(png|bmp|zip)"))
                                .count());
            }
        } finally {
            if (small != null) {
                small.close();
            }
            run("umount", disk.toString());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }
}
