package io.gen4j.app.studio.workshop.data;

import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The table of a data set's pictures, {@code pictures.csv}, which {@code gen train --data} reads. It is replaced as a whole,
 * so labels and parts change at once or not at all.
 */
final class PictureTable {

    /** Its name in the data set's directory. */
    static final String FILE = "pictures.csv";

    private static final String LABEL = "label";
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

    private PictureTable() {}

    /** Writes the table. It has no column of labels if no picture has one: then nothing is labelled. */
    static void write(Path directory, List<StoredPicture> pictures) throws IOException {
        boolean isLabelled = pictures.stream().anyMatch(picture -> picture.label() != null);
        StringBuilder text = new StringBuilder();
        try (CSVPrinter table = new CSVPrinter(text, FORMAT)) {
            for (String column : columns(isLabelled)) {
                table.print(column);
            }
            table.println();
            for (StoredPicture picture : pictures) {
                table.print(picture.file());
                if (isLabelled) {
                    table.print(picture.label() == null ? "" : picture.label());
                }
                table.printRecord(picture.part(), picture.width(), picture.height(), picture.colour());
            }
        }
        AtomicFile.replace(directory.resolve(FILE), text.toString());
    }

    private static List<String> columns(boolean isLabelled) {
        List<String> columns = new ArrayList<>(List.of("file"));
        if (isLabelled) {
            columns.add(LABEL);
        }
        columns.addAll(List.of("split", "width", "height", "colour"));
        return columns;
    }

    /** @throws InvalidDataException if it is damaged */
    static List<StoredPicture> read(byte[] content) throws InvalidDataException {
        CSVFormat format =
                FORMAT.builder().setHeader().setSkipHeaderRecord(true).get();
        List<StoredPicture> pictures = new ArrayList<>();
        try (CSVParser table = CSVParser.parse(new StringReader(new String(content, StandardCharsets.UTF_8)), format)) {
            for (CSVRecord row : table) {
                pictures.add(picture(row));
            }
            return pictures;
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new InvalidDataException(FILE + " is damaged: " + e.getMessage(), e);
        }
    }

    private static StoredPicture picture(CSVRecord row) {
        String file = row.get("file");
        if (!isName(file)) {
            throw new IllegalArgumentException("line " + row.getRecordNumber() + " names no file of this directory");
        }
        @Nullable String label = row.isMapped(LABEL) && !row.get(LABEL).isEmpty() ? row.get(LABEL) : null;
        return new StoredPicture(
                file,
                label,
                row.get("split").equals("test"),
                Integer.parseInt(row.get("width")),
                Integer.parseInt(row.get("height")),
                row.get("colour").equals("true"));
    }

    /** Whether a text is a name that the workshop gives to pictures: it leads nowhere else. */
    static boolean isName(String text) {
        return text.matches("\\d{6,7}-[A-Za-z0-9._-]{1,80}");
    }
}
