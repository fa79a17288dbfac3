package io.gen4j.spark.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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
            Path source = new Path(path, FILE);
            try (InputStream in = fileSystem(source, sc().hadoopConfiguration()).open(source)) {
                T stage = constructor.apply(metadata.uid(), in.readAllBytes());
                metadata.getAndSetParams(stage, Option.empty());
                return stage;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
