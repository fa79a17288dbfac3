package io.gen4j.checkpoint;

import io.gen4j.file.InvalidDataException;
import io.gen4j.interop.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Reads and writes a {@link State} as a safetensors file. Use it for a single file; {@link CheckpointDirectory} manages
 * several. The metadata contain the numbers, the texts, the format version and a SHA-256 checksum of the rest.
 */
public final class Checkpoint {

    private static final String FORMAT = "format";
    private static final String VERSION = "gen4j-checkpoint-1";
    private static final String CHECKSUM = "sha256";

    private Checkpoint() {}

    /**
     * Writes a state. A reader sees either the complete new file or the old one.
     *
     * @throws IOException if the file cannot be written, or the state has more than {@link SafetensorsFile#MAX_BYTES}
     */
    public static void write(Path file, State state) throws IOException {
        Objects.requireNonNull(file, "file");
        Map<String, String> metadata = new TreeMap<>(state.texts());
        metadata.put(FORMAT, VERSION);
        metadata.put(CHECKSUM, new SafetensorsFile(metadata, state.tensors()).checksum());
        new SafetensorsFile(metadata, state.tensors()).replace(file);
    }

    /**
     * Reads a state.
     *
     * @throws InvalidDataException if the file is not a checkpoint, has another version, or is damaged
     */
    public static State read(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        SafetensorsFile content = SafetensorsFile.read(file);
        Map<String, String> metadata = new TreeMap<>(content.metadata());
        String format = metadata.get(FORMAT);
        if (!VERSION.equals(format)) {
            throw new InvalidDataException(file + " has the format " + format + ": this version reads " + VERSION
                    + "; go on with the version that wrote it, or train anew");
        }
        String expected = metadata.remove(CHECKSUM);
        if (!new SafetensorsFile(metadata, content.tensors()).checksum().equals(expected)) {
            throw new InvalidDataException(file + " is damaged: its checksum does not fit");
        }
        metadata.remove(FORMAT);
        return new State(content.tensors(), metadata);
    }
}
