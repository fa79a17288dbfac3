package io.gen4j.spark.internal;

import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.function.BiFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import scala.Option;

/** Writes a stage of a pipeline as Spark does: its parameters as metadata, and model.zip beside them. */
public final class ModelWriter extends MLWriter {

    private static final String FILE = "model.zip";

    private final Params stage;
    private final byte[] file;

    /** @param file the bytes of model.zip */
    public ModelWriter(Params stage, byte[] file) {
        this.stage = stage;
        this.file = file;
    }

    @Override
    @SuppressWarnings("deprecation") // the one that Spark 3.5 and 4 both have
    public void saveImpl(String path) {
        DefaultParamsWriter.saveMetadata(stage, path, sc(), Option.empty(), Option.empty());
        Path target = new Path(path, FILE);
        try (OutputStream out = fileSystem(target, sc().hadoopConfiguration()).create(target, true)) {
            out.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileSystem fileSystem(Path path, Configuration hadoop) throws IOException {
        return path.getFileSystem(hadoop);
    }

    /** Reads a stage that a {@link ModelWriter} wrote. */
    public static final class Reader<T extends Params> extends MLReader<T> {

        private final Class<T> type;
        private final BiFunction<String, byte[], T> constructor;

        /** @param constructor makes a stage of its name and the bytes of model.zip */
        public Reader(Class<T> type, BiFunction<String, byte[], T> constructor) {
            this.type = type;
            this.constructor = constructor;
        }

        @Override
        @SuppressWarnings("deprecation") // the one that Spark 3.5 and 4 both have
        public T load(String path) {
            var metadata = DefaultParamsReader.loadMetadata(path, sc(), type.getName());
            byte[] file = whole(path);
            T stage = constructor.apply(metadata.uid(), file);
            metadata.getAndSetParams(stage, Option.empty());
            return stage;
        }

        /** Fails now, and not in the first task, where the file is damaged. */
        @SuppressWarnings("try") // the lease is there to be taken
        private byte[] whole(String path) {
            try {
                byte[] file = HadoopFiles.at(path, sc().hadoopConfiguration())
                        .child(FILE)
                        .read(FILE);
                try (ModelLease lease = new ModelLease(file)) {
                    return file;
                }
            } catch (NoSuchFileException e) {
                throw new UncheckedIOException(
                        new InvalidDataException(path + " has no " + FILE + ": save the stage again", e));
            } catch (UncheckedIOException e) {
                throw new UncheckedIOException(
                        new InvalidDataException(path + ": " + e.getCause().getMessage(), e));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
