package io.gen4j.app.studio.runs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of a run that hold evaluations: {@code metrics.json}, {@code metrics-2.json} and so on. */
public final class EvaluationFiles {

    private static final Pattern NAME = Pattern.compile("metrics(?:-(\\d{1,9}))?\\.json");

    private EvaluationFiles() {}

    /** The files, the newest first. */
    public static List<Path> newestFirst(Path run) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(run, "metrics*.json")) {
            for (Path entry : entries) {
                if (NAME.matcher(entry.getFileName().toString()).matches()) {
                    files.add(entry);
                }
            }
        }
        files.sort(Comparator.comparingLong(EvaluationFiles::number).reversed());
        return files;
    }

    private static long number(Path file) {
        Matcher matcher = NAME.matcher(file.getFileName().toString());
        return matcher.matches() && matcher.group(1) != null ? Long.parseLong(matcher.group(1)) : 1;
    }
}
