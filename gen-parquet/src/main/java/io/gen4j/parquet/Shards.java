package io.gen4j.parquet;

import io.gen4j.data.picture.PictureFormat;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The Parquet files of a dataset, each with the part that its name or its folder gives. */
final class Shards {

    private static final String ENDING = ".parquet";

    /** Below the named folder: as deep as {@code data/train/0000.parquet}. */
    private static final int MAX_DEPTH = 3;

    private static final Set<String> TRAIN = Set.of("train", "training");
    private static final Set<String> TEST = Set.of("test", "testing");
    private static final Set<String> VALIDATION = Set.of("val", "valid", "validation", "dev");

    /**
     * One file.
     *
     * @param part {@code train}, {@code test}, {@code validation}, or empty if nothing names one
     */
    record Shard(Path file, String part) {}

    private record Found(Path file, Path dataset, String part) {}

    private Shards() {}

    static boolean isNamed(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    /** Whether a folder has Parquet files and no pictures. The first picture ends the search. */
    static boolean areIn(Path folder) {
        try {
            List<Path> files = new ArrayList<>();
            return collect(folder, 0, files) && !files.isEmpty();
        } catch (IOException | DirectoryIteratorException e) {
            // Whoever reads the folder as pictures says what is wrong with it.
            return false;
        }
    }

    /** A file alone, or the files in a folder, by path. */
    static List<Shard> of(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(new Shard(path, ""));
        }
        List<Path> files = new ArrayList<>();
        collect(path, 0, files);
        files.sort(Comparator.comparing(Path::toString));
        List<Found> found = files.stream().map(Shards::found).toList();
        Set<Path> datasets = new TreeSet<>();
        found.forEach(each -> datasets.add(path.relativize(each.dataset)));
        if (datasets.size() > 1) {
            throw new InvalidDataException(path + " has Parquet files in several folders, "
                    + Printable.of(datasets.toString()) + ", which may be several datasets: name one of them");
        }
        return found.stream().map(each -> new Shard(each.file, each.part)).toList();
    }

    /** @return false at the first picture */
    private static boolean collect(Path folder, int depth, List<Path> files) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                String name = child.getFileName().toString();
                if (PictureFormat.isNamed(name)) {
                    return false;
                }
                if (Files.isDirectory(child)) {
                    folders.add(child);
                } else if (isNamed(child) && !name.startsWith("._")) {
                    files.add(child);
                }
            }
        }
        for (Path child : folders) {
            if (depth < MAX_DEPTH && !collect(child, depth + 1, files)) {
                return false;
            }
        }
        return true;
    }

    private static Found found(Path file) {
        Path folder = file.getParent();
        String part = part(file.getFileName().toString());
        if (part.isEmpty() && folder.getFileName() != null) {
            part = part(folder.getFileName().toString());
            return new Found(file, part.isEmpty() ? folder : folder.getParent(), part);
        }
        return new Found(file, folder, part);
    }

    private static String part(String name) {
        String word = name.split("[^A-Za-z]", 2)[0].toLowerCase(Locale.ROOT);
        return TRAIN.contains(word)
                ? "train"
                : TEST.contains(word) ? "test" : VALIDATION.contains(word) ? "validation" : "";
    }
}
