package io.gen4j.spark.submit;

import io.gen4j.spark.ImageFiles;
import io.gen4j.spark.Sampler;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Draws images, and writes them as Parquet, IDX or PNG files. */
final class SampleVerb implements SparkProgram.Verb {

    private static final String IDX = "idx";
    private static final String PNG = "png";
    private static final List<String> FORMATS = List.of("parquet", IDX, PNG);

    @Override
    public SparkProgram.Runner prepare(Arguments arguments) {
        String run = arguments.required("--run");
        long count = arguments.number("--count", -1);
        long seed = arguments.number("--seed", 1);
        List<String> labels = arguments
                .optional("--labels")
                .map(text -> List.of(text.split(",", -1)))
                .orElse(List.of());
        String out = arguments.required("--out");
        String format = arguments.optional("--format").orElse(FORMATS.get(0));
        if (count < 0) {
            throw new IllegalArgumentException("--count is missing or negative: must be a number of images");
        }
        if (!FORMATS.contains(format)) {
            throw new IllegalArgumentException(
                    "--format is \"" + format + "\": must be one of " + String.join(", ", FORMATS));
        }
        return (spark, messages) -> {
            write(spark, Sampler.sample(spark, run, count, seed, labels), format, out);
            messages.println("wrote " + out + ": " + count + " images");
        };
    }

    private static void write(SparkSession spark, Dataset<Row> images, String format, String out) throws IOException {
        switch (format) {
            case IDX -> ImageFiles.writeIdx(images, out);
            case PNG -> ImageFiles.writePng(images, out);
            default -> TransformVerb.writeParquet(spark, images, out);
        }
    }
}
