package io.gen4j.data.source;

import io.gen4j.data.picture.PictureFormat;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pictures in a folder and the folders in it, ordered by path. Links are followed. Each file is read once, however many
 * links lead to it, and no folder is entered twice. Names are the disk's, even if this process's locale cannot spell them.
 */
final class FolderSource implements PictureSource {

    private static final Set<String> SYSTEM = Set.of(
            ".git",
            ".svn",
            ".hg",
            ".idea",
            ".vscode",
            ".ipynb_checkpoints",
            ".thumbnails",
            ".cache",
            ".trash",
            ".appledouble",
            ".spotlight-v100",
            ".fseventsd",
            ".trashes",
            ".ds_store",
            "__macosx",
            "@eadir",
            "$recycle.bin",
            "system volume information",
            "thumbs.db",
            "desktop.ini");

    private record Found(Path file, String path, String version) {}

    private record Folder(Path path, String name) {}

    private final Path root;
    private final PictureBytes bytes;
    private final OpenOption[] options;
    private final List<Path> files = new ArrayList<>();

    FolderSource(Path root) {
        this(root, PictureBytes.USUAL, true);
    }

    /** @param followsLinks whether links are followed; else they are left out */
    FolderSource(Path root, PictureBytes bytes, boolean followsLinks) {
        this.root = root;
        this.bytes = bytes;
        this.options = followsLinks ? new OpenOption[0] : new OpenOption[] {LinkOption.NOFOLLOW_LINKS};
    }

    @Override
    public String name() {
        return root.toString();
    }

    /** Whether a folder or file of this name belongs to a system or a tool, and is no data. */
    static boolean isSystem(String name) {
        return name.startsWith("._")
                || name.startsWith(".Trash-")
                || SYSTEM.contains(name.toLowerCase(java.util.Locale.ROOT));
    }

    @Override
    public Listing list() throws IOException {
        if (!Files.isReadable(root) || !Files.isExecutable(root)) {
            throw new InvalidDataException(root + " cannot be read: give yourself the permission to");
        }
        Walk walk = new Walk();
        walk.run();
        walk.found.sort(Comparator.comparing(Found::path));
        List<Entry> entries = new ArrayList<>();
        files.clear();
        for (Found found : walk.found) {
            entries.add(new Entry(found.path, null, found.version));
            files.add(found.file);
        }
        return new Listing(entries, walk.leftOut);
    }

    @Override
    public void read(int[] indices, Sink sink) throws IOException {
        for (int index : indices) {
            bytes.pass(index, files.get(index), sink, options);
        }
    }

    /** One pass through the folders: first the real ones, then the targets of links. */
    private final class Walk {

        private final List<Found> found = new ArrayList<>();
        private final LeftOut leftOut = new LeftOut();
        private final Set<Object> seen = new HashSet<>();
        private final Deque<Folder> folders = new ArrayDeque<>();
        private final List<Folder> links = new ArrayList<>();

        void run() throws IOException {
            enter(root, "", Files.readAttributes(root, BasicFileAttributes.class));
            walkFolders();
            // A link may lead to a folder with more links. They are added at the end.
            for (int i = 0; i < links.size(); i++) {
                follow(links.get(i));
                walkFolders();
            }
        }

        private void walkFolders() throws IOException {
            while (!folders.isEmpty()) {
                Folder folder = folders.removeFirst();
                for (Path child : children(folder)) {
                    visit(child, folder.name.isEmpty() ? nameOf(child) : folder.name + "/" + nameOf(child));
                }
            }
        }

        private List<Path> children(Folder folder) throws IOException {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder.path)) {
                List<Path> children = new ArrayList<>();
                stream.forEach(children::add);
                children.sort(Comparator.comparing(Path::toString));
                return children;
            } catch (IOException | DirectoryIteratorException e) {
                if (folder.path.equals(root)) {
                    throw new InvalidDataException(root + " cannot be listed: " + e, e);
                }
                leftOut.add("in a folder that cannot be read", folder.name);
                return List.of();
            }
        }

        private void visit(Path child, String name) throws IOException {
            if (isSystem(nameOf(child))) {
                leftOut.add("of a system or a tool", name);
                return;
            }
            BasicFileAttributes attributes =
                    Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink() && options.length > 0) {
                leftOut.add("a link", name);
            } else if (attributes.isSymbolicLink()) {
                links.add(new Folder(child, name));
            } else {
                take(child, name, attributes);
            }
        }

        private void follow(Folder link) throws IOException {
            BasicFileAttributes attributes;
            try {
                attributes = Files.readAttributes(link.path, BasicFileAttributes.class);
            } catch (IOException e) {
                leftOut.add("a link that leads nowhere", link.name);
                return;
            }
            take(link.path, link.name, attributes);
        }

        private void take(Path path, String name, BasicFileAttributes attributes) throws IOException {
            if (attributes.isDirectory()) {
                enter(path, name, attributes);
            } else if (!attributes.isRegularFile()) {
                leftOut.add("no regular file", name);
            } else if (!PictureFormat.isNamed(name) && !isPicture(path)) {
                leftOut.addUnread(name);
            } else if (seen.add(key(path, attributes))) {
                found.add(new Found(path, name, FileVersion.of(attributes)));
            } else {
                leftOut.add("a link to a picture that is read already", name);
            }
        }

        private void enter(Path path, String name, BasicFileAttributes attributes) throws IOException {
            if (seen.add(key(path, attributes))) {
                folders.addLast(new Folder(path, name));
            } else {
                leftOut.add("a link to a folder that is read already", name);
            }
        }
    }

    /** The identity of a file on the disk. On Windows, it is the real path. */
    private static Object key(Path path, BasicFileAttributes attributes) throws IOException {
        return attributes.fileKey() == null ? path.toRealPath() : attributes.fileKey();
    }

    private static boolean isPicture(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return PictureFormat.ofHead(in.readNBytes(PictureFormat.HEAD)) != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** The file's name; where this locale cannot spell it, read from its bytes as UTF-8, or else as Latin-1. */
    static String nameOf(Path path) {
        @Nullable Path last = path.getFileName();
        String name = last == null ? path.toString() : last.toString();
        return name.indexOf('\ufffd') < 0 ? name : spelled(path);
    }

    private static String spelled(Path path) {
        String raw = path.toUri().getRawPath();
        String segment = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
        byte[] text = segment.substring(segment.lastIndexOf('/') + 1).getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer bytes = ByteBuffer.allocate(text.length);
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '%') {
                bytes.put((byte) Integer.parseInt(new String(text, i + 1, 2, StandardCharsets.ISO_8859_1), 16));
                i += 2;
            } else {
                bytes.put(text[i]);
            }
        }
        bytes.flip();
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return StandardCharsets.ISO_8859_1.decode(bytes.rewind()).toString();
        }
    }
}
