package io.gen4j.parquet;

import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table that are read.
 *
 * @param picture the bytes of picture files
 * @param label text or numbers; null if there are none
 * @param labelNames the names of a label's numbers; empty if they are their own names
 * @param notices what was chosen where there was a choice
 */
record PictureColumns(
        ColumnDescriptor picture, @Nullable ColumnDescriptor label, List<String> labelNames, List<String> notices) {

    private static final Set<String> PICTURES = Set.of("image", "img", "picture", "photo", "jpg", "png", "image_bytes");
    private static final Set<String> LABELS =
            Set.of("label", "labels", "class", "class_name", "category", "target", "tag", "fine_label");
    private static final Set<PrimitiveTypeName> LABEL_TYPES = Set.of(
            PrimitiveTypeName.BINARY, PrimitiveTypeName.INT32, PrimitiveTypeName.INT64, PrimitiveTypeName.BOOLEAN);

    /** @throws InvalidDataException if no column has pictures, or several might */
    static PictureColumns of(Path file, MessageType schema, HuggingFaceFeatures features) throws InvalidDataException {
        List<String> notices = new ArrayList<>();
        ColumnDescriptor picture = picture(file, schema, features, notices);
        ColumnDescriptor label = label(schema, features, notices);
        List<String> names = label == null ? List.of() : features.labels().getOrDefault(name(label), List.of());
        return new PictureColumns(picture, label, names, notices);
    }

    /** The name of a column, or of the struct that it is in. */
    static String name(ColumnDescriptor column) {
        return column.getPath()[0];
    }

    private static ColumnDescriptor picture(
            Path file, MessageType schema, HuggingFaceFeatures features, List<String> notices)
            throws InvalidDataException {
        List<ColumnDescriptor> candidates = schema.getColumns().stream()
                .filter(PictureColumns::mayBePictures)
                .toList();
        List<ColumnDescriptor> told = candidates.stream()
                .filter(column -> features.images().contains(name(column)))
                .toList();
        List<ColumnDescriptor> choice = told.isEmpty() ? candidates : told;
        if (choice.isEmpty()) {
            throw new InvalidDataException(file + " has no column of pictures among "
                    + Printable.of(schema.getFields().stream()
                            .map(field -> field.getName())
                            .toList()
                            .toString())
                    + ": expected the bytes of picture files, alone or as \"bytes\" in a struct");
        }
        ColumnDescriptor chosen = named(choice, PICTURES);
        if (chosen == null && choice.size() > 1) {
            throw new InvalidDataException(file + " has several columns that may be pictures, " + names(choice)
                    + ": give the one that is meant the name image");
        }
        return noticed(chosen == null ? choice.get(0) : chosen, choice, "pictures", notices);
    }

    private static boolean mayBePictures(ColumnDescriptor column) {
        boolean isWhole = column.getPath().length == 1
                && !(column.getPrimitiveType().getLogicalTypeAnnotation()
                        instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation);
        boolean isBytes = column.getPath().length == 2 && column.getPath()[1].equals("bytes");
        return column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                && column.getMaxRepetitionLevel() == 0
                && (isWhole || isBytes);
    }

    private static @Nullable ColumnDescriptor label(
            MessageType schema, HuggingFaceFeatures features, List<String> notices) {
        List<ColumnDescriptor> candidates = schema.getColumns().stream()
                .filter(column -> column.getPath().length == 1
                        && column.getMaxRepetitionLevel() == 0
                        && LABEL_TYPES.contains(column.getPrimitiveType().getPrimitiveTypeName()))
                .toList();
        List<ColumnDescriptor> told = candidates.stream()
                .filter(column -> features.labels().containsKey(name(column)))
                .toList();
        if (told.isEmpty()) {
            return named(candidates, LABELS);
        }
        ColumnDescriptor chosen = named(told, LABELS);
        return noticed(chosen == null ? told.get(0) : chosen, told, "labels", notices);
    }

    private static ColumnDescriptor noticed(
            ColumnDescriptor chosen, List<ColumnDescriptor> choice, String meaning, List<String> notices) {
        if (choice.size() > 1) {
            notices.add("of the columns " + names(choice) + ", " + Printable.of(name(chosen)) + " has the " + meaning);
        }
        return chosen;
    }

    private static String names(List<ColumnDescriptor> columns) {
        return Printable.of(
                String.join(", ", columns.stream().map(PictureColumns::name).toList()));
    }

    private static @Nullable ColumnDescriptor named(List<ColumnDescriptor> columns, Set<String> names) {
        return columns.stream()
                .filter(column -> names.contains(name(column).toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(null);
    }
}
