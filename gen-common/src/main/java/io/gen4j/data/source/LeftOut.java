package io.gen4j.data.source;

import io.gen4j.Checks;
import io.gen4j.data.picture.PictureFormat;
import io.gen4j.file.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Counts the files that are not read, by the reason, and keeps the first name of each. Use it in your own {@link
 * PictureSource}. For one thread.
 */
public final class LeftOut {

    private static final class Tally {
        private final String first;
        private int count;

        Tally(String first) {
            this.first = first;
        }
    }

    private final Map<String, Tally> reasons = new LinkedHashMap<>();

    /**
     * Counts a file.
     *
     * @param reason why it is not read, such as {@code "no picture"}; the same words for the same reason
     * @param name the file's
     */
    public void add(String reason, String name) {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(name, "name");
        reasons.computeIfAbsent(reason, key -> new Tally(name)).count++;
    }

    /**
     * Files that are not read, for one reason.
     *
     * @param reason why they are not read
     * @param count how many, at least 1
     * @param first the first one's name
     */
    public record Reason(String reason, int count, String first) {
        /** @throws IllegalArgumentException if there is no file */
        public Reason {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(first, "first");
            Checks.requireWithin("count", count, 1, Integer.MAX_VALUE);
        }
    }

    /** Counts a file that is not read because of its name or its content. */
    public void addUnread(String name) {
        String ending = PictureFormat.ending(name);
        if (ending.equals("parquet")) {
            add(".parquet, which is read without pictures beside it, and by the module gen-parquet", name);
        } else if (PictureFormat.isNamedUnread(name)) {
            add("." + ending + ", a format that is not read", name);
        } else {
            add(ending.isEmpty() ? "no picture" : "." + Printable.of(ending) + ", no picture", name);
        }
    }

    /** How many files were counted. */
    public int count() {
        return reasons.values().stream().mapToInt(tally -> tally.count).sum();
    }

    /** The reasons, in the order in which they came up. */
    public List<Reason> reasons() {
        return reasons.entrySet().stream()
                .map(each -> new Reason(each.getKey(), each.getValue().count, each.getValue().first))
                .toList();
    }

    /** One line per reason. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        reasons.forEach(
                (reason, tally) -> lines.add("left out: " + tally.count + (tally.count == 1 ? " file, " : " files, ")
                        + reason + " (" + (tally.count == 1 ? "" : "the first is ") + Printable.of(tally.first) + ")"));
        return lines;
    }
}
