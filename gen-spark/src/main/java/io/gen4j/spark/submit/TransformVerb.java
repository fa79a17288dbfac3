package io.gen4j.spark.submit;

import io.gen4j.spark.GenerativeTransformer;
import io.gen4j.spark.internal.HadoopFiles;
import java.io.IOException;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Adds a model's columns to images, and writes them as Parquet. */
final class TransformVerb implements SparkProgram.Verb {

    @Override
    public SparkProgram.Runner prepare(Arguments arguments) {
        ImageInput images = ImageInput.of(arguments);
        String run = arguments.required("--run");
        String out = arguments.required("--out");
        ParamMap parameters = arguments.parameters(new GenerativeTransformer("program", new byte[0]));
        return (spark, messages) -> {
            byte[] model = HadoopFiles.at(run, spark.sparkContext().hadoopConfiguration())
                    .read("model.zip");
            GenerativeTransformer transformer = new GenerativeTransformer("program", model).copy(parameters);
            writeParquet(spark, transformer.transform(images.read(spark)), out);
            messages.println("wrote " + out);
        };
    }

    static void writeParquet(SparkSession spark, Dataset<Row> rows, String out) throws IOException {
        HadoopFiles.at(out, spark.sparkContext().hadoopConfiguration()).requireNew();
        rows.write().parquet(out);
    }
}
