package io.gen4j.app.studio.workshop.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.data.source.LeftOut;
import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What is known of a data set besides its pictures. The file is {@code dataset.json}.
 *
 * @param name that people gave it
 * @param created in UTC
 * @param bytes of its pictures
 * @param leftOut files that were not taken
 * @param notices about labels and parts, one line each
 */
record DatasetRecord(String name, String created, long bytes, List<LeftOut.Reason> leftOut, List<String> notices) {

    /** Its name in the data set's directory. */
    static final String FILE = "dataset.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    DatasetRecord {
        name = Names.checked("name", name);
        created = created == null ? "" : created;
        leftOut = leftOut == null ? List.of() : List.copyOf(leftOut);
        notices = notices == null ? List.of() : List.copyOf(notices);
    }

    DatasetRecord named(String newName) {
        return new DatasetRecord(newName, created, bytes, leftOut, notices);
    }

    void write(Path directory) throws IOException {
        AtomicFile.replace(directory.resolve(FILE), JSON.writeValueAsString(this) + System.lineSeparator());
    }

    /** @throws InvalidDataException if it is damaged */
    static DatasetRecord read(byte[] content) throws IOException {
        try {
            DatasetRecord read = JSON.readValue(content, DatasetRecord.class);
            if (read == null) {
                throw new InvalidDataException(FILE + " is damaged: it is empty");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw new InvalidDataException(FILE + " is damaged: it is not as it was written", e);
        }
    }
}
