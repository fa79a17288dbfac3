package io.gen4j.app.spark;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where and how images drawn on Spark are written.
 *
 * @param path of a directory that does not exist
 * @param format of the files in it
 */
public record SparkSamples(Path path, String format) {

    /**
     * Chooses the format by the name: a directory of Parquet files, of IDX files, or of PNG files.
     *
     * @throws IllegalArgumentException if the name has another ending
     * @throws FileAlreadyExistsException if the path exists
     */
    public static SparkSamples at(Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        if (name.contains(".") && !name.endsWith(".parquet") && !name.endsWith(".idx")) {
            throw new IllegalArgumentException(
                    "--out is " + path + ": on Spark, it must end in .parquet or .idx, or be a "
                            + "directory's name without a dot, for PNG files");
        }
        if (Files.exists(path)) {
            throw new FileAlreadyExistsException(path.toString(), null, "exists already: choose another one");
        }
        return new SparkSamples(path, name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "png");
    }

    /** The arguments for the program on Spark. */
    public List<String> arguments() {
        return List.of(
                "--format", format, "--out", path.toAbsolutePath().toUri().toString());
    }
}
