package io.gen4j.app.studio.runs;

import io.gen4j.app.studio.http.ConflictException;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The trash for deleted runs: the directory {@code .trash} beside the runs. The studio never empties it. */
final class TrashCan {

    private static final String NAME = ".trash";

    private final Path runs;

    TrashCan(Path runs) {
        this.runs = runs;
    }

    /** The names in the trash, sorted. */
    List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory())) {
            for (Path entry : entries) {
                if (FileStamp.of(entry).isDirectory()) {
                    names.add(entry.getFileName().toString());
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        names.sort(Comparator.naturalOrder());
        return names;
    }

    /** Moves a run to the trash, and returns its name there. The name ends in a number if it was taken. */
    synchronized String put(StoredRun run) throws IOException {
        FileStamp stamp = FileStamp.of(directory());
        if (stamp.exists() && !stamp.isDirectory()) {
            throw new ConflictException(NAME + " beside the runs is not a directory: remove it");
        }
        Files.createDirectories(directory());
        String name = run.id();
        for (int i = 2; FileStamp.of(directory().resolve(name)).exists(); i++) {
            name = run.id() + "~" + i;
        }
        Files.move(run.directory().path(), directory().resolve(name), StandardCopyOption.ATOMIC_MOVE);
        return name;
    }

    /** Moves a run back, and returns its name among the runs. */
    synchronized String restore(String name) throws IOException {
        if (!names().contains(name)) {
            throw new NotFoundResponse("there is no run \"" + name + "\" in the trash");
        }
        String id = name.replaceFirst("~\\d+$", "");
        if (FileStamp.of(runs.resolve(id)).exists()) {
            throw new ConflictException("there is another run \"" + id + "\": rename its directory first");
        }
        Files.move(directory().resolve(name), runs.resolve(id), StandardCopyOption.ATOMIC_MOVE);
        return id;
    }

    private Path directory() {
        return runs.resolve(NAME);
    }
}
