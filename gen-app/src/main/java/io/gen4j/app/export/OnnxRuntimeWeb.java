package io.gen4j.app.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.file.InvalidDataException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of the npm package {@code onnxruntime-web} that a page needs.
 *
 * @param files the contents of the files, by the names that the page uses
 */
record OnnxRuntimeWeb(Map<String, byte[]> files) {

    private static final String NAME = "onnxruntime-web";
    private static final String DESCRIPTION = "package.json";
    private static final Path INSTALLED = Path.of("node_modules", NAME);

    /**
     * The names in the package, each with its name on the page. Servers know the type of .js, but few know that of
     * .mjs.
     */
    private static final Map<String, String> FILES = Map.of(
            DESCRIPTION,
            DESCRIPTION,
            "dist/ort.wasm.bundle.min.mjs",
            "ort.js",
            "dist/ort-wasm-simd-threaded.wasm",
            "ort-wasm-simd-threaded.wasm");

    /** The size limit of a file in bytes, several times the size of the largest one. */
    private static final int MAX_BYTES = 1 << 27;

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads the package.
     *
     * @param source the {@code .tgz} that {@code npm pack} writes, or the package's directory; null for {@code
     *     node_modules/onnxruntime-web}
     * @throws IllegalArgumentException if {@code source} is null and the default directory does not exist; the message
     *     names a remedy
     * @throws NoSuchFileException if there is no such file
     * @throws InvalidDataException if it is another package, or lacks a file
     */
    static OnnxRuntimeWeb read(@Nullable Path source) throws IOException {
        Path place = source == null ? INSTALLED : source;
        if (source == null && !Files.isDirectory(place)) {
            throw new IllegalArgumentException(
                    "the npm package onnxruntime-web is missing: call \"npm pack onnxruntime-web\", and give "
                            + "--runtime the .tgz that it writes");
        }
        if (Files.notExists(place)) {
            throw new NoSuchFileException(place.toString(), null, "there is no such file or directory");
        }
        Map<String, byte[]> files = Files.isDirectory(place) ? readDirectory(place) : readArchive(place);
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            if (!files.containsKey(file.getValue())) {
                throw new InvalidDataException(
                        place + " has no " + file.getKey() + ": expected the npm package " + NAME);
            }
        }
        requireName(place, files.get(DESCRIPTION));
        return new OnnxRuntimeWeb(files);
    }

    private static Map<String, byte[]> readDirectory(Path directory) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : FILES.entrySet()) {
            Path file = directory.resolve(each.getKey());
            if (Files.isRegularFile(file)) {
                try (InputStream in = Files.newInputStream(file)) {
                    files.put(each.getValue(), readAll(file.toString(), in));
                }
            }
        }
        return files;
    }

    private static Map<String, byte[]> readArchive(Path archive) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = FILES.get(entry.getName().replaceFirst("^package/", ""));
                if (name != null) {
                    files.put(name, readAll(archive + ": " + entry.getName(), tar));
                }
            }
        } catch (ZipException | java.io.EOFException e) {
            throw new InvalidDataException(archive + " is no .tgz of npm's, or is damaged: " + e.getMessage(), e);
        }
        return files;
    }

    private static byte[] readAll(String name, InputStream in) throws IOException {
        byte[] content = in.readNBytes(MAX_BYTES + 1);
        if (content.length > MAX_BYTES) {
            throw new InvalidDataException(name + " has more than " + MAX_BYTES + " bytes");
        }
        return content;
    }

    private static void requireName(Path place, byte[] description) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(description);
        } catch (JsonProcessingException e) {
            throw new InvalidDataException(place + " has a damaged " + DESCRIPTION, e);
        }
        String name = json.path("name").asText();
        if (!name.equals(NAME)) {
            throw new InvalidDataException(place + " is the package \"" + name + "\": expected " + NAME);
        }
    }
}
