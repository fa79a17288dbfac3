package io.gen4j.data.source;

import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The training and test pictures of a source, with their labels, by a {@link LabelRule}.
 *
 * @param train at least one picture
 * @param test null if the source has no such part
 * @param notices for the user, one line each
 */
record Arrangement(Part train, @Nullable Part test, List<String> notices) {

    private static final Set<String> TRAIN = Set.of("train", "training");
    private static final Set<String> TEST = Set.of("test", "testing");
    private static final Set<String> VALIDATION = Set.of("val", "valid", "validation", "dev");

    /** Whether a folder of this name, or a part of a table, holds pictures to learn from. */
    static boolean isTrain(String name) {
        return TRAIN.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a folder of this name, or a part of a table, holds pictures to measure with. */
    static boolean isTest(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return TEST.contains(lower) || VALIDATION.contains(lower);
    }

    /**
     * Some of the entries.
     *
     * @param entries their indices, rising
     * @param labels one per picture; empty if there are none
     */
    record Part(int[] entries, List<String> labels) {

        Part {
            if (!labels.isEmpty() && labels.size() != entries.length) {
                throw new IllegalArgumentException(entries.length + " pictures with " + labels.size() + " labels");
            }
        }

        /** The pictures with an accepted label. */
        Part where(Predicate<String> passes) {
            int[] kept = IntStream.range(0, entries.length)
                    .filter(i -> passes.test(labels.get(i)))
                    .toArray();
            return new Part(
                    IntStream.of(kept).map(i -> entries[i]).toArray(),
                    IntStream.of(kept).mapToObj(labels::get).toList());
        }
    }

    /**
     * Arranges entries.
     *
     * @param leftOut receives the pictures that have no place
     * @throws UnclearLabelsException if the rule is {@link LabelRule#AUTOMATIC} and the pictures could be meant in two ways
     */
    static Arrangement of(String name, List<PictureSource.Entry> entries, LabelRule rule, LeftOut leftOut)
            throws InvalidDataException {
        return new Builder(name, entries, rule, leftOut).build();
    }

    /** Sorts the pictures into parts. */
    private static final class Builder {

        private final String name;
        private final List<PictureSource.Entry> entries;
        private final LabelRule rule;
        private final LeftOut leftOut;
        private final List<String> notices = new ArrayList<>();
        private final String[][] folders;
        private final boolean isNamed;

        Builder(String name, List<PictureSource.Entry> entries, LabelRule rule, LeftOut leftOut) {
            this.name = name;
            this.entries = entries;
            this.rule = rule;
            this.leftOut = leftOut;
            isNamed = entries.stream().anyMatch(entry -> entry.label() != null);
            folders = entries.stream().map(entry -> foldersOf(entry.path())).toArray(String[][]::new);
        }

        private static String[] foldersOf(String path) {
            int last = path.lastIndexOf('/');
            return last <= 0 ? new String[0] : path.substring(0, last).split("/");
        }

        Arrangement build() throws InvalidDataException {
            int[] all = IntStream.range(0, entries.size()).toArray();
            if (isNamed && (rule == LabelRule.FIRST || rule == LabelRule.LAST)) {
                notices.add("the labels are those that " + name + " names itself, and no folder is one");
            }
            if (rule == LabelRule.NONE) {
                return new Arrangement(new Part(all, List.of()), null, notices);
            }
            if (!isNamed && rule == LabelRule.LAST) {
                return new Arrangement(labelled(all, -1), null, notices);
            }
            int depth = commonFolders(all, 0);
            int[] train = under(all, depth, TRAIN);
            int[] test = under(all, depth, TEST);
            String tests = "test";
            if (test.length == 0) {
                test = under(all, depth, VALIDATION);
                tests = "validation";
            }
            if (train.length == 0 || test.length == 0) {
                return new Arrangement(labelled(all, depth), null, notices);
            }
            notices.add("the folders for training and for " + tests + " are parts, not labels");
            leaveOutOthers(all, depth, train, test);
            int inner = commonFolders(
                    IntStream.concat(IntStream.of(train), IntStream.of(test)).toArray(), depth + 1);
            return joined(labelled(train, inner), labelled(test, inner));
        }

        private List<String> named(int[] indices) {
            return IntStream.of(indices)
                    .mapToObj(i -> entries.get(i).label() == null
                            ? ""
                            : composed(entries.get(i).label()))
                    .toList();
        }

        /** Letters with accents have two spellings that look alike, and macOS writes the other one. */
        private static String composed(String label) {
            return Normalizer.normalize(label, Normalizer.Form.NFC);
        }

        /** How many folders hold all pictures and other folders, and no picture themselves: an archive often has one. */
        private int commonFolders(int[] indices, int from) {
            int depth = from;
            while (holdsFoldersAlone(indices, depth)) {
                depth++;
            }
            if (depth > from && from == 0 && !isNamed) {
                notices.add("every picture lies in "
                        + Printable.of(
                                String.join("/", List.of(folders[indices[0]]).subList(0, depth)))
                        + "/: the folders in there are the labels");
            }
            return depth;
        }

        private boolean holdsFoldersAlone(int[] indices, int depth) {
            String first = null;
            for (int i : indices) {
                if (folders[i].length < depth + 2 || first != null && !folders[i][depth].equals(first)) {
                    return false;
                }
                first = folders[i][depth];
            }
            return first != null;
        }

        private int[] under(int[] indices, int depth, Set<String> names) {
            return IntStream.of(indices)
                    .filter(i ->
                            folders[i].length > depth && names.contains(folders[i][depth].toLowerCase(Locale.ROOT)))
                    .toArray();
        }

        private void leaveOutOthers(int[] all, int depth, int[] train, int[] test) {
            Set<Integer> used = IntStream.concat(IntStream.of(train), IntStream.of(test))
                    .boxed()
                    .collect(Collectors.toSet());
            for (int i : all) {
                if (!used.contains(i)) {
                    leftOut.add(
                            "in neither the training nor the test folder",
                            entries.get(i).path());
                }
            }
        }

        /** @param depth of the folder that is the label; -1 for the innermost */
        private Part labelled(int[] indices, int depth) throws InvalidDataException {
            if (isNamed) {
                return new Part(indices, named(indices));
            }
            int[] inFolders = IntStream.of(indices)
                    .filter(i -> folders[i].length > Math.max(depth, 0))
                    .toArray();
            int[] strays = IntStream.of(indices)
                    .filter(i -> folders[i].length <= Math.max(depth, 0))
                    .toArray();
            if (inFolders.length == 0) {
                return new Part(strays, List.of());
            }
            if (rule == LabelRule.AUTOMATIC && strays.length * 2L >= indices.length) {
                throw new UnclearLabelsException(
                        name + " has " + strays.length + " pictures beside sub-folders with " + inFolders.length
                                + ": say whether the folders are labels, which leaves the others out, or nothing is");
            }
            for (int i : strays) {
                leftOut.add(
                        "a picture beside the folders that are labels",
                        entries.get(i).path());
            }
            List<String> labels = IntStream.of(inFolders)
                    .mapToObj(i -> composed(folders[i][depth < 0 ? folders[i].length - 1 : depth]))
                    .toList();
            return new Part(inFolders, labels);
        }

        private Arrangement joined(Part train, Part test) {
            if (train.labels().isEmpty() != test.labels().isEmpty()) {
                notices.add("one of the two parts has no labels, so neither has");
                return new Arrangement(
                        new Part(train.entries(), List.of()), new Part(test.entries(), List.of()), notices);
            }
            if (train.labels().isEmpty()) {
                return new Arrangement(train, test, notices);
            }
            Set<String> known = new TreeSet<>(train.labels());
            for (int i = 0; i < test.entries().length; i++) {
                if (!known.contains(test.labels().get(i))) {
                    leftOut.add(
                            "a test picture of a label without training pictures",
                            entries.get(test.entries()[i]).path());
                }
            }
            Part kept = test.where(known::contains);
            return new Arrangement(train, kept.entries().length == 0 ? null : kept, notices);
        }
    }
}
