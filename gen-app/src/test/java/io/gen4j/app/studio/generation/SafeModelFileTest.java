package io.gen4j.app.studio.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.app.studio.http.ConflictException;
import io.gen4j.data.ImageShape;
import io.gen4j.vae.Vae;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeModelFileTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void save() throws IOException {
        file = directory.resolve("model.zip");
        try (Vae vae = Vae.builder(new ImageSpec(new ImageShape(1, 4, 4), List.of()))
                .latent(2)
                .hidden(3)
                .build()) {
            vae.save(file);
        }
    }

    @Test
    void aSoundFileIsRead() {
        try (GenerativeModel model = SafeModelFile.load(file)) {
            assertEquals(2, model.latentSize());
        }
    }

    /** Whatever they are: numbers of a training, and sizes of parts that this model lacks. */
    @ParameterizedTest
    @CsvSource({
        "warmUpSteps, 1000000000",
        "epochs, 1000000",
        "batchSize, 65536",
        "seed, 9000000000000000000",
        "iwae, 10000",
        "pseudoInputs, 10000",
        "features, 1024"
    })
    void settingsThatAreNotSizesOfTheModelMayBeLarge(String setting, long value) throws IOException {
        rewrite(description -> {
            ObjectNode config = (ObjectNode) description.path("config");
            assertTrue(config.has(setting), config.toString());
            config.put(setting, value);
        });
        try (GenerativeModel model = SafeModelFile.load(file)) {
            assertEquals(2, model.latentSize());
        }
    }

    @ParameterizedTest
    @CsvSource({"pseudoInputs, prior, vamp, 10000", "features, conv, true, 1024"})
    void settingsThatAnotherSettingMakesSizesMayNot(String setting, String other, String value, int size)
            throws IOException {
        rewrite(description -> {
            ObjectNode config = (ObjectNode) description.path("config");
            config.put(setting, size);
            config.set(other, value.equals("true") ? JSON.readTree(value) : JSON.valueToTree(value));
        });
        assertRefused();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/images/width | 0",
                "/images/width | -1",
                "/images/height | 2147483647",
                "/images/height | 99999999999",
                "/images/height | 4000",
                "/images/channels | 0",
                "/images/channels | \"1\"",
                "/images/channels | null",
                "/config/latent | 2000000000",
                "/config/hidden | 2000000000",
                "/config/hidden | 60000.0",
                "/config/hidden | \"60000\"",
                "/config/hidden | 0",
                "/config/hidden | -5",
                "/format | 99",
                "/family | \"none\"",
                "/config | null"
            })
    void aForgedDescriptionIsRefused(String pointer, String value) throws IOException {
        int slash = pointer.lastIndexOf('/');
        rewrite(description -> {
            ObjectNode parent = (ObjectNode) (slash == 0 ? description : description.at(pointer.substring(0, slash)));
            assertTrue(parent.has(pointer.substring(slash + 1)), pointer + " in " + description);
            parent.set(pointer.substring(slash + 1), JSON.readTree(value));
        });
        assertRefused();
    }

    @Test
    void tooManyLabelsAreRefused() throws IOException {
        rewrite(description -> {
            ObjectNode images = (ObjectNode) description.path("images");
            images.set("labels", JSON.valueToTree(new Random(1).ints(20_000).toArray()));
        });
        assertRefused();
    }

    @Test
    void aDamagedFileIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 1, 30, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused();
        }
        Files.writeString(file, "<!doctype html><title>404</title>");
        assertRefused();
        Files.write(file, new byte[whole.length]);
        assertRefused();
    }

    private void assertRefused() {
        ConflictException refused = assertThrows(ConflictException.class, () -> SafeModelFile.load(file));
        String message = refused.getMessage();
        assertTrue(message.startsWith("model.zip of the run cannot be used: "), message);
        assertFalse(message.contains(directory.toString()) || message.contains("\n"), message);
    }

    private interface Change {
        void apply(JsonNode description) throws IOException;
    }

    private void rewrite(Change change) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            Path entry = zip.getPath("gen4j.json");
            JsonNode description;
            try (InputStream in = Files.newInputStream(entry)) {
                description = JSON.readTree(in);
            }
            change.apply(description);
            try (OutputStream out = Files.newOutputStream(entry)) {
                JSON.writeValue(out, description);
            }
        }
    }
}
