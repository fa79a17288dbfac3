package io.gen4j.spark.internal;

import io.gen4j.data.ImageShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** The images of a DataFrame, with their labels and in their order. */
public final class ImageColumns {

    private static final int IMAGE = 0;
    private static final int LABEL = 1;
    private static final int INDEX = 2;

    private final Dataset<Row> rows;
    private final String imageCol;
    private final String indexCol;
    private final boolean labelled;
    private final boolean indexed;
    private final ImageShape shape;
    private final List<String> labelNames;

    /**
     * @param labelCol empty for none
     * @param indexCol empty for none
     * @param known the labels in the model's order; empty to take those of the data
     * @param shape of the images; null to see it from the first
     * @throws IllegalArgumentException if there are no images, or the first does not tell its shape
     */
    public ImageColumns(
            Dataset<Row> data,
            String imageCol,
            String labelCol,
            String indexCol,
            List<String> known,
            @Nullable ImageShape shape) {
        this.imageCol = imageCol;
        this.indexCol = indexCol;
        labelled = !labelCol.isEmpty();
        indexed = !indexCol.isEmpty();
        rows = data.select(
                data.col(imageCol),
                labelled ? data.col(labelCol).cast("string") : functions.lit(""),
                indexed ? data.col(indexCol).cast("long") : functions.lit(0L));
        requireNoNulls(imageCol, labelCol, indexCol);
        this.shape = shape == null ? shapeOfFirst() : shape;
        labelNames = labelled ? names(labelCol, known) : List.of();
    }

    private ImageShape shapeOfFirst() {
        List<Row> first = rows.takeAsList(1);
        if (first.isEmpty()) {
            throw new IllegalArgumentException("the column " + imageCol + " has no images");
        }
        try {
            return ImageReader.shapeOf(first.get(0).get(IMAGE));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the column " + imageCol + ": " + e.getMessage(), e);
        }
    }

    private void requireNoNulls(String imageCol, String labelCol, String indexCol) {
        String[] names = {imageCol, labelCol, indexCol};
        String[] columns = rows.columns();
        for (int i = 0; i < columns.length; i++) {
            Column column = rows.col("`" + columns[i].replace("`", "``") + "`");
            if (!names[i].isEmpty() && rows.filter(column.isNull()).limit(1).count() > 0) {
                throw new IllegalArgumentException(
                        "the column " + names[i] + " has nulls: leave those rows out, as with na().drop()");
            }
        }
    }

    /** Integers in numeric order, other labels in alphabetical order. */
    private List<String> names(String labelCol, List<String> known) {
        List<String> names = new ArrayList<>();
        rows.select(rows.col(rows.columns()[LABEL]))
                .distinct()
                .collectAsList()
                .forEach(row -> names.add(row.getString(0)));
        if (!known.isEmpty()) {
            for (String name : names) {
                if (!known.contains(name)) {
                    throw new IllegalArgumentException("the column " + labelCol + " has the label \"" + name
                            + "\": labelNames are " + String.join(", ", known));
                }
            }
            return known;
        }
        boolean numbers = names.stream().allMatch(name -> name.matches("-?\\d{1,18}"));
        names.sort(numbers ? Comparator.comparingLong(Long::parseLong) : Comparator.naturalOrder());
        return names;
    }

    /**
     * A shape that was set.
     *
     * @return null if no number was set
     * @throws IllegalArgumentException if only some were
     */
    public static @Nullable ImageShape shape(int channels, int height, int width) {
        if (channels == 0 && height == 0 && width == 0) {
            return null;
        }
        if (channels == 0 || height == 0 || width == 0) {
            throw new IllegalArgumentException("channels, height and width are " + channels + ", " + height + " and "
                    + width + ": set all three, or none of them");
        }
        return new ImageShape(channels, height, width);
    }

    /** @throws IllegalArgumentException if a column is missing or holds something else */
    public static void requireColumns(StructType schema, String imageCol, String labelCol, String indexCol) {
        List<String> names = List.of(schema.fieldNames());
        for (Map.Entry<String, String> column :
                new TreeMap<>(Map.of("imageCol", imageCol, "labelCol", labelCol, "indexCol", indexCol)).entrySet()) {
            String name = column.getValue();
            if (!(name.isEmpty() && !column.getKey().equals("imageCol")) && !names.contains(name)) {
                throw new IllegalArgumentException(column.getKey() + " is \"" + name + "\": "
                        + (names.isEmpty() ? "there are no columns" : "the columns are " + String.join(", ", names)));
            }
        }
        if (!ImageReader.accepts(schema.apply(imageCol).dataType())) {
            throw new IllegalArgumentException("the column " + imageCol + " has the type "
                    + schema.apply(imageCol).dataType().simpleString()
                    + ": must be bytes, a vector, an array of numbers, or an image of Spark's image source");
        }
    }

    /**
     * The shape of drawn images, from the metadata of their column.
     *
     * @throws IllegalArgumentException if they are not there
     */
    public static ImageShape drawnShape(StructType schema) {
        for (String name : List.of("index", "label", "image")) {
            if (!List.of(schema.fieldNames()).contains(name)) {
                throw new IllegalArgumentException("there is no column " + name + ": the columns are "
                        + String.join(", ", schema.fieldNames()) + "; write images that Sampler.sample drew");
            }
        }
        Metadata metadata = schema.apply("image").metadata();
        if (!metadata.contains("height")) {
            throw new IllegalArgumentException("the column image has lost its metadata channels, height and width:"
                    + " write images as Sampler.sample drew them");
        }
        return new ImageShape(
                (int) metadata.getLong("channels"), (int) metadata.getLong("height"), (int) metadata.getLong("width"));
    }

    /** The label names of drawn images in the model's order; empty if they have no labels. */
    public static List<String> drawnLabels(StructType schema) {
        Metadata metadata = schema.apply("label").metadata();
        return metadata.contains("labels") ? List.of(metadata.getStringArray("labels")) : List.of();
    }

    public ImageShape shape() {
        return shape;
    }

    public List<String> labelNames() {
        return labelNames;
    }

    /** Names the place of an image that cannot be read. */
    private static byte[] read(ImageReader reader, Row row, String imageCol, String indexCol) {
        try {
            return reader.read(row.get(IMAGE));
        } catch (IllegalArgumentException e) {
            String place = indexCol.isEmpty() ? "" : ", where " + indexCol + " is " + row.getLong(INDEX);
            throw new IllegalArgumentException("the column " + imageCol + place + ": " + e.getMessage(), e);
        }
    }

    /**
     * All images, with indices from 0 on. The index column orders them, or else their content. So the partitions of the
     * rows do not matter.
     */
    public JavaRDD<IndexedImage> images() {
        ImageReader reader = new ImageReader(shape);
        Map<String, Integer> labels = new TreeMap<>();
        IntStream.range(0, labelNames.size()).forEach(i -> labels.put(labelNames.get(i), i));
        boolean withLabels = labelled;
        String name = imageCol;
        String place = indexCol;
        JavaRDD<IndexedImage> read = rows.javaRDD()
                .map(row -> new IndexedImage(
                        row.getLong(INDEX),
                        withLabels ? labels.get(row.getString(LABEL)) : 0,
                        read(reader, row, name, place)));
        JavaRDD<IndexedImage> sorted = indexed
                ? read.sortBy((Function<IndexedImage, Long>) IndexedImage::index, true, read.getNumPartitions())
                : read.mapToPair(image -> new Tuple2<>(new ContentKey(image.label(), image.pixels()), image))
                        .sortByKey()
                        .values();
        return sorted.zipWithIndex()
                .map(pair ->
                        new IndexedImage(pair._2(), pair._1().label(), pair._1().pixels()));
    }
}
