package io.gen4j.app.studio.workshop.data;

import io.gen4j.app.studio.http.ConflictException;
import io.gen4j.app.studio.runs.FileStamp;
import io.gen4j.app.studio.runs.TrashCan;
import io.gen4j.app.table.RegularFile;
import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The data sets in a directory, one directory each: the pictures, {@code pictures.csv} and {@code dataset.json}. Names in
 * requests are compared with names that exist, and links are not followed. It is thread-safe.
 */
public final class DatasetStore {

    private static final int MAX_TABLE_BYTES = 64 << 20;
    private static final int MAX_RECORD_BYTES = 4 << 20;

    private final Path home;
    private final DataLimits limits;
    private final TrashCan trash;
    private final Map<String, Known> known = new HashMap<>();

    /** The content of a data set's files, and their stamps. */
    private record Known(FileStamp table, FileStamp record, Dataset dataset, List<StoredPicture> pictures) {}

    /** @param home may not exist yet */
    public DatasetStore(Path home, DataLimits limits) {
        this.home = home;
        this.limits = limits;
        trash = new TrashCan(home, "data set");
    }

    Path home() {
        return home;
    }

    /** The trash for data sets. */
    public TrashCan trash() {
        return trash;
    }

    /** All data sets, the newest first. */
    public synchronized List<Dataset> all() throws IOException {
        List<Dataset> found = new ArrayList<>();
        for (String id : ids()) {
            found.add(known(id).dataset());
        }
        known.keySet().retainAll(ids());
        found.sort(Comparator.comparing(Dataset::created)
                .thenComparing(Dataset::id)
                .reversed());
        return found;
    }

    private List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(home)) {
            for (Path entry : entries) {
                if (isDataset(entry.getFileName().toString())) {
                    ids.add(entry.getFileName().toString());
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return ids;
    }

    private boolean isDataset(String id) {
        return Names.isId(id)
                && FileStamp.of(home.resolve(id)).isDirectory()
                && FileStamp.of(home.resolve(id).resolve(DatasetRecord.FILE)).exists();
    }

    /**
     * A data set.
     *
     * @throws NotFoundResponse if there is none of that name
     */
    public synchronized Dataset named(String id) {
        return existing(id).dataset();
    }

    /** Its pictures. A damaged data set has none. */
    synchronized List<StoredPicture> pictures(String id) {
        return existing(id).pictures();
    }

    private Known existing(String id) {
        if (!isDataset(id)) {
            throw new NotFoundResponse("there is no data set \"" + shortened(id) + "\"");
        }
        return known(id);
    }

    static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private Known known(String id) {
        FileStamp table = FileStamp.of(home.resolve(id).resolve(PictureTable.FILE));
        FileStamp record = FileStamp.of(home.resolve(id).resolve(DatasetRecord.FILE));
        @Nullable Known before = known.get(id);
        if (before != null && before.table().equals(table) && before.record().equals(record)) {
            return before;
        }
        Known now = read(id, table, record);
        known.put(id, now);
        return now;
    }

    private Known read(String id, FileStamp tableStamp, FileStamp recordStamp) {
        Path directory = home.resolve(id);
        try {
            List<StoredPicture> pictures =
                    PictureTable.read(RegularFile.read(directory.resolve(PictureTable.FILE), MAX_TABLE_BYTES));
            DatasetRecord record =
                    DatasetRecord.read(RegularFile.read(directory.resolve(DatasetRecord.FILE), MAX_RECORD_BYTES));
            return new Known(tableStamp, recordStamp, Dataset.of(id, record, pictures, data(id)), pictures);
        } catch (IOException e) {
            return new Known(tableStamp, recordStamp, Dataset.damaged(id, data(id), problem(directory, e)), List.of());
        }
    }

    /** The reason without the path, since clients must not see where the server keeps its files. */
    private static String problem(Path directory, IOException e) {
        String reason = e instanceof InvalidDataException
                ? String.valueOf(e.getMessage())
                : PictureTable.FILE + " or " + DatasetRecord.FILE + " cannot be read";
        return reason.replace(directory.toString(), "the data set") + ": move the data set to the trash";
    }

    /** The path of a data set's table, as {@code gen train --data} takes it. */
    public String data(String id) {
        return home.resolve(id).resolve(PictureTable.FILE).toString();
    }

    /** Changes the labels or parts of a data set's pictures, at once or not at all. */
    synchronized Dataset change(String id, UnaryOperator<List<StoredPicture>> change) throws IOException {
        Known before = undamaged(id);
        List<StoredPicture> after = change.apply(before.pictures());
        if (!after.equals(before.pictures())) {
            PictureTable.write(home.resolve(id), after);
            known.remove(id);
        }
        return named(id);
    }

    synchronized Dataset rename(String id, String name) throws IOException {
        undamaged(id);
        Path directory = home.resolve(id);
        DatasetRecord record =
                DatasetRecord.read(RegularFile.read(directory.resolve(DatasetRecord.FILE), MAX_RECORD_BYTES));
        record.named(name).write(directory);
        known.remove(id);
        return named(id);
    }

    private Known undamaged(String id) {
        Known existing = existing(id);
        if (existing.dataset().problem() != null) {
            throw new ConflictException(existing.dataset().problem());
        }
        return existing;
    }

    /** Moves a data set to the trash, and returns its name there. */
    public synchronized String delete(String id) throws IOException {
        existing(id);
        known.remove(id);
        return trash.put(home.resolve(id));
    }

    /** The file of a picture. */
    synchronized Path picture(String id, String file) {
        if (existing(id).pictures().stream().noneMatch(picture -> picture.file().equals(file))) {
            throw new NotFoundResponse("the data set has no picture \"" + shortened(file) + "\"");
        }
        return home.resolve(id).resolve(file);
    }

    /** @throws ConflictException if there are too many data sets */
    void requireRoom() throws IOException {
        if (ids().size() >= limits.datasets()) {
            throw new ConflictException(
                    "there are " + limits.datasets() + " data sets, as many as are kept: delete one first");
        }
    }

    /** A name that no other data set has: with a number behind it where there is one of that name. */
    synchronized String freeName(String name) throws IOException {
        Set<String> names = all().stream().map(Dataset::name).collect(Collectors.toSet());
        String free = name;
        for (int i = 2; names.contains(free); i++) {
            free = Names.numbered(name, i);
        }
        return free;
    }

    /** Takes a finished directory in as a data set, whole, and returns its id. */
    synchronized String adopt(Path finished, String name) throws IOException {
        String wanted = Names.id(name);
        String id = wanted;
        for (int i = 2; isTaken(id); i++) {
            id = wanted + "-" + i;
        }
        AtomicFile.move(finished, home.resolve(id));
        return id;
    }

    /** The names of the data sets that every Gen4J knows are taken, too. */
    private boolean isTaken(String id) {
        return BuiltinDatasets.isNamed(id) || FileStamp.of(home.resolve(id)).exists();
    }

    /** The bytes of all files in the trash. */
    long trashBytes() throws IOException {
        if (!FileStamp.of(trash.directory()).isDirectory()) {
            return 0;
        }
        try (var files = Files.walk(trash.directory())) {
            return files.map(FileStamp::of)
                    .filter(FileStamp::isFile)
                    .mapToLong(FileStamp::size)
                    .sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
