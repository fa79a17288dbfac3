package io.gen4j.data.source;

import io.gen4j.data.picture.PictureFormat;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Pictures that a file lists, in its order. A .txt file has one path per line. A .csv or .tsv file is a table with a column
 * of files and one of labels; a column {@code split} says train or test. Paths start at the list's own folder. A picture that is listed with two labels is refused.
 */
final class ListSource implements PictureSource {

    private static final Set<String> FILE_COLUMNS = Set.of(
            "file", "filename", "file_name", "image", "image_path", "img", "path", "filepath", "file_path", "picture");
    private static final Set<String> LABEL_COLUMNS =
            Set.of("label", "labels", "class", "class_name", "category", "target", "tag");
    private static final Set<String> PART_COLUMNS = Set.of("split");
    private static final String NOT_THERE = "not there";
    private static final int BYTE_ORDER_MARK = 0xfeff;
    private static final int MAX_LINES = 20_000_000;
    private static final long MAX_BYTES_OF_LIST = 1L << 30;

    private final Path list;
    private final List<Path> files = new ArrayList<>();

    ListSource(Path list) {
        this.list = list;
    }

    @Override
    public String name() {
        return list.toString();
    }

    @Override
    public Listing list() throws IOException {
        if (Files.size(list) > MAX_BYTES_OF_LIST) {
            throw new InvalidDataException(
                    list + " has " + Files.size(list) + " bytes: a list has at most " + MAX_BYTES_OF_LIST);
        }
        files.clear();
        Rows rows = new Rows();
        try (BufferedReader reader = Files.newBufferedReader(list)) {
            skipMark(reader);
            if (list.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".txt")) {
                rows.readLines(reader);
            } else {
                rows.readTable(reader);
            }
        } catch (MalformedInputException e) {
            throw new InvalidDataException(list + " is not UTF-8: save it so", e);
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new InvalidDataException(list + " is no table: " + Printable.of(String.valueOf(e.getMessage())), e);
        }
        rows.requireSomeThere();
        return new Listing(rows.inParts(), rows.leftOut);
    }

    /** Programs on Windows start a UTF-8 file with a byte order mark. */
    private static void skipMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
    }

    @Override
    public void read(int[] indices, Sink sink) throws IOException {
        for (int index : indices) {
            PictureBytes.USUAL.pass(index, files.get(index), sink);
        }
    }

    /** Gathers the files and labels of the rows. */
    private final class Rows {

        private final List<Entry> entries = new ArrayList<>();
        private final LeftOut leftOut = new LeftOut();
        private final Map<Path, String> labels = new HashMap<>();
        private final List<String> parts = new ArrayList<>();
        private int partColumn = -1;

        void readLines(BufferedReader reader) throws IOException {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String path = line.strip();
                if (!path.isEmpty() && !path.startsWith("#")) {
                    add(path, null);
                }
            }
        }

        void readTable(BufferedReader reader) throws IOException {
            boolean isTabbed =
                    list.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".tsv");
            char delimiter = isTabbed ? '\t' : delimiter(reader);
            CSVFormat format = CSVFormat.RFC4180
                    .builder()
                    .setDelimiter(delimiter)
                    .setIgnoreEmptyLines(true)
                    .setTrim(true)
                    .get();
            try (CSVParser table = CSVParser.parse(reader, format)) {
                int @Nullable [] columns = null;
                for (CSVRecord row : table) {
                    if (columns == null) {
                        columns = columns(row);
                        if (columns.length == 3) {
                            continue;
                        }
                    }
                    addRow(row, columns);
                }
            }
        }

        /** Says so if none of the files is there: most often the list was moved, or its paths start elsewhere. */
        void requireSomeThere() throws InvalidDataException {
            List<LeftOut.Reason> reasons = leftOut.reasons();
            if (entries.isEmpty()
                    && reasons.size() == 1
                    && reasons.get(0).reason().equals(NOT_THERE)) {
                LeftOut.Reason missing = reasons.get(0);
                throw new InvalidDataException(list + " lists " + missing.count()
                        + (missing.count() == 1 ? " file, which is missing: " : " files, which are all missing, first ")
                        + Printable.of(missing.first()) + "; paths start at the list's own folder");
            }
        }

        private void addRow(CSVRecord row, int[] columns) throws InvalidDataException {
            if (row.size() <= Math.max(columns[0], columns[1])) {
                throw new InvalidDataException(list + ", line " + row.getRecordNumber() + ", has " + row.size()
                        + " columns: expected a file in column " + (columns[0] + 1)
                        + (columns[1] < 0 ? "" : " and a label in column " + (columns[1] + 1)));
            }
            int before = entries.size();
            add(row.get(columns[0]), columns[1] < 0 ? null : row.get(columns[1]));
            if (entries.size() > before) {
                parts.add(partColumn < 0 || partColumn >= row.size() ? "" : row.get(partColumn));
            }
        }

        /** The entries. Where the table names parts, each lies in a folder of its part, as in a folder of pictures. */
        List<Entry> inParts() {
            if (parts.stream().noneMatch(Arrangement::isTrain) || parts.stream().noneMatch(Arrangement::isTest)) {
                return entries;
            }
            List<Entry> placed = new ArrayList<>();
            for (int i = 0; i < entries.size(); i++) {
                Entry entry = entries.get(i);
                placed.add(new Entry(parts.get(i) + "/" + entry.path(), entry.label(), entry.version()));
            }
            return placed;
        }

        private static char delimiter(BufferedReader reader) throws IOException {
            reader.mark(1 << 12);
            char[] start = new char[1 << 11];
            int length = Math.max(0, reader.read(start));
            reader.reset();
            String text = new String(start, 0, length);
            String first = text.lines().findFirst().orElse("");
            return first.indexOf(',') >= 0
                    ? ','
                    : first.indexOf(';') >= 0 ? ';' : first.indexOf('\t') >= 0 ? '\t' : ',';
        }

        /** The columns of the file and of the label, or -1 for none; a third number if the row is a header. */
        private int[] columns(CSVRecord row) throws InvalidDataException {
            int file = column(row, FILE_COLUMNS);
            int label = column(row, LABEL_COLUMNS);
            if (file >= 0) {
                partColumn = column(row, PART_COLUMNS);
                if (label < 0 && partColumn < 0 && row.size() > 1) {
                    throw unclear(row);
                }
                return new int[] {file, label, 1};
            }
            boolean isFile = PictureFormat.isNamed(row.get(0)) || Files.exists(resolve(withSlashes(row.get(0))));
            if (row.size() > 2 || !isFile) {
                throw unclear(row);
            }
            return new int[] {0, row.size() == 2 ? 1 : -1};
        }

        private int column(CSVRecord row, Set<String> names) {
            for (int i = 0; i < row.size(); i++) {
                if (names.contains(row.get(i).toLowerCase(Locale.ROOT).replaceAll("[ -]+", "_"))) {
                    return i;
                }
            }
            return -1;
        }

        private InvalidDataException unclear(CSVRecord row) {
            return new InvalidDataException(
                    list + " starts with the columns " + Printable.of(String.join(", ", row.toList()))
                            + ": expected a file and a label, or a header with \"file\" and \"label\"");
        }

        private void add(String listed, @Nullable String label) throws InvalidDataException {
            if (entries.size() == MAX_LINES) {
                throw new InvalidDataException(list + " has more than " + MAX_LINES + " lines");
            }
            String path = withSlashes(listed);
            Path file = resolve(path);
            String name = label == null ? "" : label;
            if (!Files.isRegularFile(file)) {
                leftOut.add(NOT_THERE, path);
            } else if (label != null && label.isEmpty()) {
                leftOut.add("without a label", path);
            } else if (!labels.containsKey(file)) {
                labels.put(file, name);
                files.add(file);
                entries.add(new Entry(path, label, version(file)));
            } else if (labels.get(file).equals(name)) {
                leftOut.add("listed already", path);
            } else {
                throw new InvalidDataException(list + " gives " + Printable.of(path) + " two labels, "
                        + Printable.of(labels.get(file)) + " and " + Printable.of(name) + ": expected one");
            }
        }

        /** A list that was made on Windows parts folders by backslashes, which are part of a name elsewhere. */
        private String withSlashes(String path) throws InvalidDataException {
            return path.indexOf('\\') < 0 || Files.exists(resolve(path)) ? path : path.replace('\\', '/');
        }

        private Path resolve(String path) throws InvalidDataException {
            try {
                return list.toAbsolutePath().resolveSibling(path).normalize();
            } catch (InvalidPathException e) {
                throw new InvalidDataException(
                        list + " lists " + Printable.of(path) + ", which is no path here"
                                + (path.chars().allMatch(c -> c < 128) ? "" : ": set LC_ALL=C.UTF-8"),
                        e);
            }
        }

        private static String version(Path file) {
            try {
                return FileVersion.of(file);
            } catch (IOException e) {
                return "";
            }
        }
    }
}
