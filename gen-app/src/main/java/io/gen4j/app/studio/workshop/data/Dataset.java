package io.gen4j.app.studio.workshop.data;

import io.gen4j.data.source.LeftOut;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A data set in the API.
 *
 * @param id the directory's name
 * @param name that people gave it
 * @param created in UTC
 * @param bytes of its pictures
 * @param pictures how many it has
 * @param train how many of them are there to learn from
 * @param test how many of them are there to measure with
 * @param unlabelled how many have no label
 * @param labels sorted by name; empty if there are none
 * @param sizes the most frequent ones, the most frequent first
 * @param otherSizes how many pictures have another size
 * @param colours how many pictures have any colour
 * @param leftOut files that were not taken
 * @param notices about labels and parts, one line each
 * @param data as {@code gen train --data} takes it
 * @param problem what is damaged; null if nothing is
 */
public record Dataset(
        String id,
        String name,
        String created,
        long bytes,
        int pictures,
        int train,
        int test,
        int unlabelled,
        List<Label> labels,
        List<Size> sizes,
        int otherSizes,
        int colours,
        List<LeftOut.Reason> leftOut,
        List<String> notices,
        String data,
        @Nullable String problem) {

    private static final int MAX_SIZES = 12;

    /**
     * A label and its pictures.
     *
     * @param name of the label
     * @param train how many pictures there are to learn from
     * @param test how many there are to measure with
     */
    public record Label(String name, int train, int test) {}

    /**
     * A size and how many pictures have it.
     *
     * @param width in pixels
     * @param height in pixels
     * @param count of the pictures
     */
    public record Size(int width, int height, int count) {}

    /** How many pictures a training learns from: in a labelled set, those with a label. */
    public int trained() {
        return labels.isEmpty() ? train : labels.stream().mapToInt(Label::train).sum();
    }

    static Dataset of(String id, DatasetRecord record, List<StoredPicture> pictures, String data) {
        List<Size> sizes = sizes(pictures);
        List<Size> shown = sizes.subList(0, Math.min(MAX_SIZES, sizes.size()));
        int test = count(pictures, true);
        return new Dataset(
                id,
                record.name(),
                record.created(),
                record.bytes(),
                pictures.size(),
                pictures.size() - test,
                test,
                (int) pictures.stream()
                        .filter(picture -> picture.label() == null)
                        .count(),
                labels(pictures),
                List.copyOf(shown),
                pictures.size() - shown.stream().mapToInt(Size::count).sum(),
                (int) pictures.stream().filter(StoredPicture::colour).count(),
                record.leftOut(),
                record.notices(),
                data,
                null);
    }

    static Dataset damaged(String id, String data, String problem) {
        return new Dataset(id, id, "", 0, 0, 0, 0, 0, List.of(), List.of(), 0, 0, List.of(), List.of(), data, problem);
    }

    private static int count(List<StoredPicture> pictures, boolean test) {
        return (int) pictures.stream().filter(picture -> picture.test() == test).count();
    }

    private static List<Label> labels(List<StoredPicture> pictures) {
        Map<String, int[]> counts = new TreeMap<>();
        for (StoredPicture picture : pictures) {
            if (picture.label() != null) {
                counts.computeIfAbsent(picture.label(), key -> new int[2])[picture.test() ? 1 : 0]++;
            }
        }
        List<Label> labels = new ArrayList<>();
        counts.forEach((name, count) -> labels.add(new Label(name, count[0], count[1])));
        return labels;
    }

    private static List<Size> sizes(List<StoredPicture> pictures) {
        Map<Long, Integer> counts = new LinkedHashMap<>();
        pictures.forEach(
                picture -> counts.merge((long) picture.width() << Integer.SIZE | picture.height(), 1, Integer::sum));
        List<Size> sizes = new ArrayList<>();
        counts.forEach((key, count) -> sizes.add(new Size((int) (key >> Integer.SIZE), key.intValue(), count)));
        sizes.sort(Comparator.comparingInt(Size::count).reversed());
        return sizes;
    }
}
