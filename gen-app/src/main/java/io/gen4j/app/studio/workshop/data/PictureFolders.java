package io.gen4j.app.studio.workshop.data;

import io.gen4j.app.studio.http.ConflictException;
import io.gen4j.app.studio.runs.FileStamp;
import io.gen4j.data.picture.PictureFormat;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The folders below a root that whoever started the studio named. No link is followed, so no path leads out of it. */
public final class PictureFolders {

    private static final int MAX_SHOWN = 1000;

    private final @Nullable Path root;

    /** @param root null if there is none */
    public PictureFolders(@Nullable Path root) {
        this.root = root;
    }

    /** Whether there is a root. */
    public boolean isOpen() {
        return root != null;
    }

    /**
     * A folder.
     *
     * @param path from the root, with slashes; empty for the root
     * @param folders the names of the folders in it, sorted
     * @param pictures how many files in it have a picture's name
     */
    record Folder(String path, List<String> folders, int pictures) {}

    /** What a folder holds. */
    Folder list(String path) throws IOException {
        List<String> folders = new ArrayList<>();
        int pictures = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(at(path))) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                FileStamp stamp = FileStamp.of(entry);
                if (stamp.isDirectory() && !name.startsWith(".") && folders.size() < MAX_SHOWN) {
                    folders.add(name);
                } else if (stamp.isFile() && PictureFormat.isNamed(name)) {
                    pictures++;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        folders.sort(Comparator.naturalOrder());
        return new Folder(path, folders, pictures);
    }

    /**
     * The folder of a path.
     *
     * @throws ConflictException if the studio was started without a root
     * @throws NotFoundResponse if there is no such folder, or a link is on the way
     */
    Path at(String path) {
        if (root == null) {
            throw new ConflictException("this studio was started without --pictures, which names a folder of pictures");
        }
        Path place = path.isEmpty() ? root : UploadPath.below(root, path);
        for (Path step = place; !step.equals(root); step = step.getParent()) {
            if (!FileStamp.of(step).isDirectory()) {
                throw new NotFoundResponse("there is no such folder");
            }
        }
        if (!Files.isDirectory(place)) {
            throw new NotFoundResponse("there is no such folder");
        }
        return place;
    }
}
