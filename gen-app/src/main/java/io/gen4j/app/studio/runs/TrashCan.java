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

/** The trash for deleted directories: the directory {@code .trash} beside them. It is emptied only on request. */
public final class TrashCan {

    private static final String NAME = ".trash";

    private final Path home;
    private final String thing;

    /**
     * Creates the trash.
     *
     * @param home holds the directories
     * @param thing that a directory holds, such as run, for messages
     */
    public TrashCan(Path home, String thing) {
        this.home = home;
        this.thing = thing;
    }

    /** The names in the trash, sorted. */
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        if (FileStamp.of(directory()).kind() == FileStamp.Kind.OTHER) {
            return names;
        }
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

    /** Moves a directory to the trash, and returns its name there. The name ends in a number if it was taken. */
    public synchronized String put(Path thrown) throws IOException {
        FileStamp stamp = FileStamp.of(directory());
        if (stamp.exists() && !stamp.isDirectory()) {
            throw new ConflictException(NAME + " beside the " + thing + "s is not a directory: remove it");
        }
        Files.createDirectories(directory());
        String id = thrown.getFileName().toString();
        String name = id;
        for (int i = 2; FileStamp.of(directory().resolve(name)).exists(); i++) {
            name = id + "~" + i;
        }
        Files.move(thrown, directory().resolve(name), StandardCopyOption.ATOMIC_MOVE);
        return name;
    }

    /** Moves a directory back, and returns its name there. */
    public synchronized String restore(String name) throws IOException {
        if (!names().contains(name)) {
            throw new NotFoundResponse("there is no " + thing + " \"" + name + "\" in the trash");
        }
        String id = name.replaceFirst("~\\d+$", "");
        if (FileStamp.of(home.resolve(id)).exists()) {
            throw new ConflictException("there is another " + thing + " \"" + id + "\": rename its directory first");
        }
        Files.move(directory().resolve(name), home.resolve(id), StandardCopyOption.ATOMIC_MOVE);
        return id;
    }

    /** Removes all that is in the trash for good, and returns how many directories that were. */
    public synchronized int empty() throws IOException {
        List<String> names = names();
        for (String name : names) {
            Removal.of(directory().resolve(name));
        }
        return names.size();
    }

    /** Where deleted directories lie. */
    public Path directory() {
        return home.resolve(NAME);
    }
}
