package io.gen4j.parquet;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gen4j.data.source.LeftOut;
import io.gen4j.data.source.PictureSource;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** The pictures in the rows of Parquet files, in the order of files and rows. */
final class ParquetPictures implements PictureSource {

    private static final int MAX_ROWS = 20_000_000;

    /** By Hugging Face, for a picture whose label is not known. */
    private static final long NO_LABEL = -1;

    /** Where a picture lies. */
    private record Place(int shard, int group, int row) {}

    private final Path path;
    private final List<Shards.Shard> shards;
    private final List<Place> places = new ArrayList<>();

    ParquetPictures(Path path, List<Shards.Shard> shards) {
        this.path = path;
        this.shards = shards;
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public Listing list() throws IOException {
        places.clear();
        Rows rows = new Rows();
        for (int shard = 0; shard < shards.size(); shard++) {
            rows.add(shard);
        }
        return rows.listing();
    }

    @Override
    public void read(int[] indices, Sink sink) throws IOException {
        Objects.requireNonNull(indices, "indices");
        Objects.requireNonNull(sink, "sink");
        for (int index : indices) {
            Objects.checkIndex(index, places.size());
        }
        int from = 0;
        while (from < indices.length) {
            int shard = places.get(indices[from]).shard;
            int to = from;
            while (to < indices.length && places.get(indices[to]).shard == shard) {
                to++;
            }
            read(shard, indices, from, to, sink);
            from = to;
        }
    }

    private void read(int shard, int[] indices, int start, int end, Sink sink) throws IOException {
        Path file = shards.get(shard).file();
        try (ParquetFile parquet = ParquetFile.open(file)) {
            ColumnDescriptor column =
                    columns(file, parquet, new LinkedHashSet<>()).picture();
            int from = start;
            while (from < end) {
                int group = places.get(indices[from]).group;
                int to = from;
                while (to < end && places.get(indices[to]).group == group) {
                    to++;
                }
                int first = from;
                int[] rows = IntStream.range(from, to)
                        .map(i -> places.get(indices[i]).row)
                        .toArray();
                Map<Integer, Integer> byRow = new HashMap<>();
                for (int i = 0; i < rows.length; i++) {
                    byRow.put(rows[i], indices[first + i]);
                }
                parquet.read(
                        column,
                        group,
                        rows,
                        reader -> reader.getBinary().getBytes(),
                        (row, content) -> pass(byRow.get(row), content, sink));
                from = to;
            }
        }
    }

    private static void pass(int index, byte @Nullable [] content, Sink sink) throws IOException {
        if (content == null) {
            sink.failed(index, "its row has no picture");
        } else if (content.length > MAX_BYTES) {
            sink.failed(index, "it has more than " + MAX_BYTES + " bytes");
        } else {
            sink.accept(index, content);
        }
    }

    private static PictureColumns columns(Path file, ParquetFile parquet, Set<String> notices)
            throws InvalidDataException {
        HuggingFaceFeatures features;
        try {
            features = parquet.features();
        } catch (JsonProcessingException e) {
            notices.add("the metadata of Hugging Face are no JSON, so labels keep their numbers");
            features = HuggingFaceFeatures.none();
        }
        PictureColumns columns = PictureColumns.of(file, parquet.schema(), features);
        notices.addAll(columns.notices());
        return columns;
    }

    /** Gathers the rows of all files. */
    private final class Rows {

        private final List<@Nullable String> labels = new ArrayList<>();
        private final List<String> versions = new ArrayList<>();
        private final Set<String> notices = new LinkedHashSet<>();
        private final LeftOut leftOut = new LeftOut();
        private final Map<String, String> texts = new HashMap<>();

        void add(int shard) throws IOException {
            Path file = shards.get(shard).file();
            versions.add(version(file));
            try (ParquetFile parquet = ParquetFile.open(file)) {
                PictureColumns columns = columns(file, parquet, notices);
                parquet.requireRows(columns.picture());
                int[] groups = parquet.groups();
                for (int group = 0; group < groups.length; group++) {
                    if (groups[group] > MAX_ROWS - places.size()) {
                        throw new InvalidDataException(path + " has more than " + MAX_ROWS + " rows");
                    }
                    int first = places.size();
                    for (int row = 0; row < groups[group]; row++) {
                        places.add(new Place(shard, group, row));
                        labels.add(null);
                    }
                    if (columns.label() != null) {
                        int[] rows = IntStream.range(0, groups[group]).toArray();
                        parquet.read(
                                columns.label(),
                                group,
                                rows,
                                reader -> value(reader, columns.label()),
                                (row, value) -> labels.set(first + row, name(file, columns, value)));
                    }
                }
            }
        }

        private @Nullable String name(Path file, PictureColumns columns, @Nullable Object value)
                throws InvalidDataException {
            if (value == null
                    || columns.label().getPrimitiveType().getPrimitiveTypeName() != PrimitiveTypeName.BINARY
                            && value.equals(NO_LABEL)) {
                return null;
            }
            if (columns.labelNames().isEmpty() || !(value instanceof Long number)) {
                return texts.computeIfAbsent(value.toString(), text -> text);
            }
            if (number < 0 || number >= columns.labelNames().size()) {
                throw new InvalidDataException(file + " has the label " + number + ": expected 0 to "
                        + (columns.labelNames().size() - 1) + ", which have names");
            }
            return columns.labelNames().get(number.intValue());
        }

        private static Object value(ColumnReader reader, ColumnDescriptor column) {
            return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
                case BINARY -> reader.getBinary().toStringUsingUTF8();
                case INT32 -> (long) reader.getInteger();
                case INT64 -> reader.getLong();
                case BOOLEAN -> reader.getBoolean();
                default -> throw new IllegalStateException(column + " is no label");
            };
        }

        Listing listing() {
            boolean hasLabels = labels.stream().anyMatch(label -> label != null);
            boolean hasTraining = shards.stream().anyMatch(shard -> shard.part().equals("train"));
            boolean hasOthers = shards.stream()
                    .anyMatch(shard -> !shard.part().isEmpty() && !shard.part().equals("train"));
            List<Place> kept = new ArrayList<>();
            List<Entry> entries = new ArrayList<>();
            int firstOfShard = 0;
            for (int i = 0; i < places.size(); i++) {
                Place place = places.get(i);
                if (place.shard != places.get(firstOfShard).shard) {
                    firstOfShard = i;
                }
                Shards.Shard shard = shards.get(place.shard);
                String name = (hasTraining && hasOthers ? shard.part() + "/" : "")
                        + Printable.of(shard.file().getFileName().toString()) + "#" + (i - firstOfShard);
                if (hasLabels && labels.get(i) == null) {
                    leftOut.add("without a label", name);
                } else {
                    kept.add(place);
                    entries.add(new Entry(name, labels.get(i), versions.get(place.shard)));
                }
            }
            places.clear();
            places.addAll(kept);
            if (shards.size() > 1) {
                notices.add(shards.size() + " Parquet files");
            }
            return new Listing(entries, leftOut, List.copyOf(notices));
        }

        private static String version(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.size() + " " + attributes.lastModifiedTime().toMillis();
        }
    }
}
