package io.gen4j.app.studio;

import io.gen4j.persist.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The models that were used last, each read when it is first asked for, and anew when its file has changed. One that has
 * to go is closed when the last request that uses it has ended.
 */
final class ModelCache implements AutoCloseable {

    private final int capacity;
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** @param capacity how many are kept, at least 1 */
    ModelCache(int capacity) {
        this.capacity = capacity;
    }

    /** What a request does with a model. */
    @FunctionalInterface
    interface Use {
        /** Must not keep the model. */
        void with(ServedModel model) throws IOException;
    }

    /**
     * Uses the model of a run.
     *
     * @throws NoSuchFileException if it has none yet
     * @throws IOException if it cannot be read, or the use fails
     */
    void use(StoredRun run, Use use) throws IOException {
        Entry entry = checkOut(run);
        try {
            use.with(entry.model());
        } finally {
            entry.release();
        }
    }

    private Entry checkOut(StoredRun run) throws IOException {
        Path file = run.directory().model();
        FileVersion version = FileVersion.of(file);
        List<Entry> outdated = new ArrayList<>();
        Entry entry;
        synchronized (entries) {
            entry = entries.get(run.id());
            if (entry == null || !entry.version.equals(version)) {
                Entry fresh = new Entry(run.id(), file, version);
                @Nullable Entry previous = entries.put(run.id(), fresh);
                if (previous != null) {
                    outdated.add(previous);
                }
                entry = fresh;
                removeEldest(outdated);
            }
            entry.retain();
        }
        outdated.forEach(Entry::release);
        return entry;
    }

    private void removeEldest(List<Entry> removed) {
        while (entries.size() > capacity) {
            String eldest = entries.keySet().iterator().next();
            removed.add(entries.remove(eldest));
        }
    }

    /** Those in use are closed when they no longer are. */
    @Override
    public void close() {
        List<Entry> all;
        synchronized (entries) {
            all = List.copyOf(entries.values());
            entries.clear();
        }
        all.forEach(Entry::release);
    }

    private record FileVersion(
            FileTime changed, long size, @Nullable Object key) {
        static FileVersion of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileVersion(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        }
    }

    /** A model and how many hold it: the cache is one of them, as long as it does. */
    private static final class Entry {

        private final String name;
        private final Path file;
        private final FileVersion version;
        private @Nullable ServedModel model;
        private int holders = 1;

        Entry(String name, Path file, FileVersion version) {
            this.name = name;
            this.file = file;
            this.version = version;
        }

        synchronized ServedModel model() throws IOException {
            if (model == null) {
                model = new ServedModel(name, ModelFile.load(file));
            }
            return model;
        }

        synchronized void retain() {
            holders++;
        }

        synchronized void release() {
            holders--;
            if (holders == 0 && model != null) {
                model.close();
            }
        }
    }
}
