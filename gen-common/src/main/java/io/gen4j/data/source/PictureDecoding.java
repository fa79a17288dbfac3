package io.gen4j.data.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelStore;
import io.gen4j.data.picture.PictureReader;
import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import io.gen4j.file.Sha256;
import io.gen4j.runtime.internal.OwnTypes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Decodes some of a source's pictures: one thread reads files, all cores decode, a bounded number of files is in memory. */
final class PictureDecoding {

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper().setTypeFactory(OwnTypes.factory());

    private final PictureSource source;
    private final List<PictureSource.Entry> entries;
    private final ImageShape shape;
    private final int background;
    private final @Nullable Path cache;

    /** @param cache where pixels too large for the heap are kept; null for a temporary file */
    PictureDecoding(
            PictureSource source,
            List<PictureSource.Entry> entries,
            ImageShape shape,
            int background,
            @Nullable Path cache) {
        this.source = source;
        this.entries = entries;
        this.shape = shape;
        this.background = background;
        this.cache = cache;
    }

    /** The description that is kept beside the pixels. */
    private record Kept(int[] usable, Map<Integer, String> failures, String sizes, int colours) {}

    /** @param indices of the entries, rising */
    DecodedPictures decode(int[] indices) throws IOException {
        if (cache == null || PixelStore.fitsInHeap(indices.length, shape.size())) {
            return decode(indices, PixelStore.allocate(indices.length, shape.size(), cache));
        }
        return decodeKept(indices);
    }

    /** From the cache, or decoded into it. */
    DecodedPictures decodeKept(int[] indices) throws IOException {
        Files.createDirectories(cache);
        String key = key(indices);
        Path pixels = cache.resolve(key + ".pixels");
        Path description = cache.resolve(key + ".json");
        DecodedPictures kept = kept(pixels, description, indices.length);
        return kept != null ? kept : decodeAndKeep(indices, pixels, description);
    }

    private @Nullable DecodedPictures kept(Path pixels, Path description, int count) throws IOException {
        if (!Files.isRegularFile(pixels) || !Files.isRegularFile(description)) {
            return null;
        }
        try {
            Kept kept = JSON.readValue(Files.readString(description), Kept.class);
            PixelStore store = PixelStore.open(pixels, count, shape.size());
            return new DecodedPictures(store, kept.usable, kept.failures, kept.sizes, kept.colours);
        } catch (JsonProcessingException | InvalidDataException e) {
            // Damaged: decoded again.
            return null;
        }
    }

    /** Written under another name until it is complete. The description comes last. */
    private DecodedPictures decodeAndKeep(int[] indices, Path pixels, Path description) throws IOException {
        Path part = pixels.resolveSibling("." + pixels.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            DecodedPictures decoded = decode(indices, PixelStore.create(part, indices.length, shape.size()));
            Files.move(part, pixels, StandardCopyOption.REPLACE_EXISTING);
            Kept kept = new Kept(decoded.usable(), decoded.failures(), decoded.sizes(), decoded.colours());
            AtomicFile.replace(description, JSON.writeValueAsString(kept));
            return decoded;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Changes with the files, their order, the shape, and the version of this decoding. */
    private String key(int[] indices) {
        MessageDigest digest = Sha256.start();
        digest.update((FORMAT + " " + shape + " " + background + " "
                        + Path.of(source.name()).toAbsolutePath())
                .getBytes(StandardCharsets.UTF_8));
        for (int index : indices) {
            PictureSource.Entry entry = entries.get(index);
            digest.update(("\n" + entry.path() + "\0" + entry.version()).getBytes(StandardCharsets.UTF_8));
        }
        return Sha256.finish(digest).substring(0, 32);
    }

    private DecodedPictures decode(int[] indices, PixelStore pixels) throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "gen4j pictures");
            thread.setDaemon(true);
            return thread;
        });
        Work work = new Work(pixels, pool, new Semaphore(2 * threads), placesOf(indices));
        try {
            source.read(indices, work);
            pool.shutdown();
            if (!pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("nothing waits for ever");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the reading of pictures was interrupted");
        } finally {
            pool.shutdownNow();
        }
        return work.result(indices.length);
    }

    private static Map<Integer, Integer> placesOf(int[] indices) {
        Map<Integer, Integer> places = new HashMap<>();
        for (int i = 0; i < indices.length; i++) {
            places.put(indices[i], i);
        }
        return places;
    }

    /** Takes contents as they are read and decodes each to its place. */
    private final class Work implements PictureSource.Sink {

        private final PictureReader reader = new PictureReader(shape, background);
        private final PixelStore pixels;
        private final ExecutorService pool;
        private final Semaphore room;
        private final Map<Integer, Integer> places;
        private final Map<Integer, String> failures = new HashMap<>();
        private final Map<Long, Integer> sizes = new HashMap<>();
        private final boolean[] done;
        private @Nullable Throwable error;
        private int colours;

        Work(PixelStore pixels, ExecutorService pool, Semaphore room, Map<Integer, Integer> places) {
            this.pixels = pixels;
            this.pool = pool;
            this.room = room;
            this.places = places;
            this.done = new boolean[places.size()];
        }

        @Override
        public void accept(int index, byte[] content) throws IOException {
            int place = places.get(index);
            try {
                room.acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the reading of pictures was interrupted");
            }
            requireNoError();
            pool.execute(() -> {
                try {
                    decode(place, content);
                } catch (RuntimeException | Error e) {
                    keep(e);
                } finally {
                    room.release();
                }
            });
        }

        @Override
        public synchronized void failed(int index, String reason) {
            failures.put(places.get(index), Printable.of(reason));
        }

        private void decode(int place, byte[] content) {
            byte[] image = new byte[shape.size()];
            try {
                PictureReader.Size size = reader.read(content, image, 0);
                pixels.put(place, image, 0);
                note(place, size);
            } catch (UncheckedIOException e) {
                keep(e.getCause());
            } catch (IOException e) {
                fail(place, String.valueOf(e.getMessage()));
            }
        }

        private synchronized void note(int place, PictureReader.Size size) {
            done[place] = true;
            colours += size.isColour() ? 1 : 0;
            sizes.merge((long) size.width() << 32 | size.height(), 1, Integer::sum);
        }

        private synchronized void fail(int place, String reason) {
            failures.put(place, Printable.of(reason));
        }

        private synchronized void keep(Throwable e) {
            error = error == null ? e : error;
        }

        private synchronized void requireNoError() throws IOException {
            if (error instanceof IOException e) {
                throw e;
            }
            if (error instanceof Error e) {
                throw e;
            }
            if (error instanceof RuntimeException e) {
                throw e;
            }
        }

        synchronized DecodedPictures result(int count) throws IOException {
            requireNoError();
            int[] usable = IntStream.range(0, count).filter(i -> done[i]).toArray();
            for (int i = 0; i < count; i++) {
                if (!done[i]) {
                    failures.putIfAbsent(i, "it is not in the source any more");
                }
            }
            byte[] image = new byte[shape.size()];
            for (int i = 0; i < usable.length; i++) {
                if (usable[i] != i) {
                    pixels.get(usable[i], image, 0);
                    pixels.put(i, image, 0);
                }
            }
            return new DecodedPictures(pixels, usable, Map.copyOf(failures), range(), colours);
        }

        /** Such as {@code 28 x 28} or {@code 28 x 28 to 4000 x 3000}. */
        private String range() {
            long least = Long.MAX_VALUE;
            long most = 0;
            for (long size : sizes.keySet()) {
                least = least == Long.MAX_VALUE || area(size) < area(least) ? size : least;
                most = area(size) > area(most) ? size : most;
            }
            return least == Long.MAX_VALUE
                    ? "no size"
                    : least == most ? text(least) : text(least) + " to " + text(most);
        }

        private static long area(long size) {
            return (size >> 32) * (int) size;
        }

        private static String text(long size) {
            return (size >> 32) + " x " + (int) size;
        }
    }
}
