package io.gen4j.spark.internal;

import io.gen4j.checkpoint.Checkpoint;
import io.gen4j.checkpoint.State;
import io.gen4j.file.InvalidDataException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Checkpoints of a training in a directory of any Hadoop file system. A checkpoint is there whole or not at all. */
final class HadoopCheckpoints {

    private static final String NAME = "step-\\d{10,18}\\.safetensors";
    private static final int KEPT = 2;

    private final Path directory;
    private final FileSystem files;

    HadoopCheckpoints(String directory, Configuration hadoop) throws IOException {
        this.directory = new Path(directory);
        this.files = this.directory.getFileSystem(hadoop);
    }

    /** Writes a checkpoint, and deletes all but the last ones. */
    void write(long step, State state) throws IOException {
        java.nio.file.Path local = Files.createTempFile("gen4j-checkpoint", ".safetensors");
        try {
            Checkpoint.write(local, state);
            Path part = new Path(directory, ".part-" + step);
            files.mkdirs(directory);
            files.copyFromLocalFile(false, true, new Path(local.toUri()), part);
            Path file = new Path(directory, name(step));
            files.delete(file, false);
            if (!files.rename(part, file)) {
                throw new IOException("cannot rename " + part + " to " + file);
            }
        } finally {
            Files.deleteIfExists(local);
        }
        List<String> all = newestFirst();
        for (String old : all.subList(Math.min(KEPT, all.size()), all.size())) {
            files.delete(new Path(directory, old), false);
        }
    }

    /** The name of the newest readable checkpoint; empty if there is none. */
    Optional<String> newest() throws IOException {
        IOException failure = null;
        for (String name : newestFirst()) {
            try {
                read(name);
                return Optional.of(name);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return Optional.empty();
    }

    State read(String name) throws IOException {
        java.nio.file.Path local = Files.createTempFile("gen4j-checkpoint", ".safetensors");
        try {
            files.copyToLocalFile(false, new Path(directory, name), new Path(local.toUri()), true);
            return Checkpoint.read(local);
        } catch (InvalidDataException e) {
            String path = new Path(directory, name).toString();
            throw new InvalidDataException(e.getMessage().replace(local.toString(), path), e);
        } finally {
            Files.deleteIfExists(local);
        }
    }

    private List<String> newestFirst() throws IOException {
        List<String> names = new ArrayList<>();
        try {
            for (FileStatus status : files.listStatus(directory)) {
                if (status.isFile() && status.getPath().getName().matches(NAME)) {
                    names.add(status.getPath().getName());
                }
            }
        } catch (FileNotFoundException e) {
            // Nothing was written yet.
            return names;
        }
        names.sort(Comparator.comparingLong(HadoopCheckpoints::step).reversed());
        return names;
    }

    private static String name(long step) {
        return String.format(Locale.ROOT, "step-%010d.safetensors", step);
    }

    private static long step(String name) {
        return Long.parseLong(name.substring("step-".length(), name.indexOf('.')));
    }
}
