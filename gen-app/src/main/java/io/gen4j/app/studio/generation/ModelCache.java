package io.gen4j.app.studio.generation;

import io.gen4j.app.studio.http.ConflictException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the most recently used models. It reads a model at the first request, and again after the file changes. It
 * closes an evicted model when the last request that uses it ends.
 */
public final class ModelCache implements AutoCloseable {

    private final int capacity;
    private final Map<Path, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** @param capacity the number of models to keep, at least 1 */
    public ModelCache(int capacity) {
        this.capacity = capacity;
    }

    /** The use of a model by one request. */
    @FunctionalInterface
    interface Use {
        /** Uses the model. It must not keep a reference to it. */
        void with(ServedModel model) throws IOException;
    }

    /**
     * Uses a model.
     *
     * @throws ConflictException if there is no model yet, or the file is damaged
     * @throws IOException if the use fails
     */
    void use(ModelSource source, Use use) throws IOException {
        Entry entry = checkOut(source);
        try {
            use.with(entry.model());
        } finally {
            entry.release();
        }
    }

    private Entry checkOut(ModelSource source) {
        Path file = source.file();
        FileVersion version = FileVersion.of(file);
        List<Entry> outdated = new ArrayList<>();
        Entry entry;
        synchronized (entries) {
            entry = entries.get(file);
            if (entry == null || !entry.version.equals(version)) {
                Entry fresh = new Entry(source, version);
                @Nullable Entry previous = entries.put(file, fresh);
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
            Path eldest = entries.keySet().iterator().next();
            removed.add(entries.remove(eldest));
        }
    }

    /** Closes the models. A model in use closes when its last request ends. */
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
        static FileVersion of(Path file) {
            try {
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (!attributes.isRegularFile()) {
                    throw new ConflictException(file.getFileName() + " of the run is not a regular file: remove it");
                }
                return new FileVersion(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            } catch (IOException e) {
                throw new ConflictException(
                        "the run has no " + file.getFileName() + " yet: wait for the end of its first epoch", e);
            }
        }
    }

    /** A model and its number of holders. The cache counts as a holder until it evicts the model. */
    private static final class Entry {

        private final ModelSource source;
        private final FileVersion version;
        private @Nullable ServedModel model;
        private @Nullable ConflictException damage;
        private int holders = 1;

        Entry(ModelSource source, FileVersion version) {
            this.source = source;
            this.version = version;
        }

        /** A damaged file is not read again until it has changed. */
        synchronized ServedModel model() throws IOException {
            if (damage != null) {
                throw damage;
            }
            if (model == null) {
                try {
                    model = new ServedModel(
                            String.valueOf(source.file().getParent().getFileName()),
                            source.loader().load());
                } catch (ConflictException e) {
                    damage = e;
                    throw e;
                }
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
