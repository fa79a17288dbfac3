package io.gen4j.data.source;

import io.gen4j.data.DataSplit;
import io.gen4j.data.ImageDataset;
import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A dataset of four IDX files that is published on the web.
 *
 * @param id the sub-folder of the cache, and the first word of the dataset's name
 * @param labelNames one per label
 * @param mirrors folders, each ending in "/", that have every file under its standard name and ".gz"
 * @param checksums by a file's standard name, the SHA-256 of its uncompressed content
 */
record IdxSource(String id, List<String> labelNames, List<URI> mirrors, Map<String, String> checksums) {

    /** The array in a downloaded file, and the file's bytes. */
    private record Downloaded(IdxFile idx, byte[] content) {}

    /** One split, see {@link Mnist#load}. */
    ImageDataset load(DataSplit split, DataCache cache, Download download, DownloadProgress progress)
            throws IOException {
        Path folder = cache.folder(id);
        IdxFile images = file(IdxDataset.imagesName(split), folder, download, progress);
        IdxFile labels = file(IdxDataset.labelsName(split), folder, download, progress);
        String name = id + " " + split;
        return IdxDataset.join(name, name, images, labels, labelNames);
    }

    private IdxFile file(String name, Path folder, Download download, DownloadProgress progress) throws IOException {
        Optional<Path> cached = IdxDataset.find(folder, name);
        return cached.isPresent() ? readCached(cached.get(), name) : fetch(name, folder, download, progress);
    }

    private IdxFile readCached(Path file, String name) throws IOException {
        IdxFile idx = IdxFile.read(file);
        if (!idx.rawChecksum().equals(checksum(name))) {
            throw new InvalidDataException(file + " is not " + id + "'s " + name + " (SHA-256 " + idx.rawChecksum()
                    + ", expected " + checksum(name) + "): remove it to download it, or name its folder as the data");
        }
        return idx;
    }

    private IdxFile fetch(String name, Path folder, Download download, DownloadProgress progress) throws IOException {
        String compressedName = name + ".gz";
        List<URI> addresses =
                mirrors.stream().map(mirror -> mirror.resolve(compressedName)).toList();
        Downloaded file = fetch(name, compressedName, addresses, folder, download, progress);
        keep(folder.resolve(compressedName), file.content());
        return file.idx();
    }

    private Downloaded fetch(
            String name,
            String compressedName,
            List<URI> addresses,
            Path folder,
            Download download,
            DownloadProgress progress)
            throws IOException {
        try {
            return download.fetch(compressedName, addresses, content -> verify(name, content), progress);
        } catch (DataUnavailableException e) {
            DataUnavailableException told = new DataUnavailableException(
                    id + " is not in " + folder + " and " + e.getMessage() + ": copy its four files there");
            told.initCause(e);
            throw told;
        }
    }

    private Downloaded verify(String name, byte[] content) throws IOException {
        IdxFile idx = IdxFile.parse(content, name);
        if (!idx.rawChecksum().equals(checksum(name))) {
            throw new InvalidDataException("another file, of SHA-256 " + idx.rawChecksum());
        }
        return new Downloaded(idx, content);
    }

    /** Replaces the file: if another process was faster, the content is the same. */
    private static void keep(Path file, byte[] content) throws IOException {
        try {
            AtomicFile.replace(file, out -> out.write(content));
        } catch (IOException e) {
            throw new IOException(
                    file + " was downloaded but cannot be kept (" + e
                            + "): set GEN_DATA to a folder that can be written",
                    e);
        }
    }

    private String checksum(String name) {
        return Objects.requireNonNull(checksums.get(name), name);
    }
}
