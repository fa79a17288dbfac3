package io.gen4j.spark.submit;

import io.gen4j.spark.GenerativeEstimator;
import io.gen4j.spark.GenerativeTransformer;
import io.gen4j.spark.internal.HadoopFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Trains a model, and writes {@code model.zip} and {@code metrics.csv} into a directory. */
final class TrainVerb implements SparkProgram.Verb {

    private static final String MODEL = "model.zip";

    @Override
    public SparkProgram.Runner prepare(Arguments arguments) {
        ImageInput images = ImageInput.of(arguments);
        String out = arguments.required("--out");
        GenerativeEstimator estimator = new GenerativeEstimator();
        arguments.setParameters(estimator);
        return (spark, messages) -> train(spark, estimator, images, out, messages);
    }

    private static void train(
            SparkSession spark, GenerativeEstimator estimator, ImageInput images, String out, PrintStream messages)
            throws IOException {
        HadoopFiles directory = HadoopFiles.at(out, spark.sparkContext().hadoopConfiguration());
        if (directory.child(MODEL).exists()) {
            throw new FileAlreadyExistsException(out, null, "has a model.zip already: choose another directory");
        }
        Dataset<Row> rows = images.read(spark);
        if (images.isIdx()) {
            List<String> names = images.labelNames();
            estimator.setIndexCol(ImageInput.INDEX);
            if (!names.isEmpty()) {
                estimator.setLabelCol("label").setLabelNames(names.toArray(String[]::new));
            }
        }
        GenerativeTransformer trained = estimator.fit(rows);
        directory.makeDirectory();
        List<Map<String, Double>> history = trained.history();
        directory
                .child("metrics.csv")
                .write(stream -> stream.write(csv(history, trained.steps()).getBytes(StandardCharsets.UTF_8)));
        byte[] model = trained.modelFile();
        directory.child(MODEL).write(stream -> stream.write(model));
        for (int epoch = 0; epoch < history.size(); epoch++) {
            messages.println("epoch " + (epoch + 1) + ": " + text(history.get(epoch)));
        }
        messages.println("wrote " + out + ": model.zip, metrics.csv");
    }

    private static String text(Map<String, Double> metrics) {
        return String.join(
                ", ",
                metrics.entrySet().stream()
                        .map(entry -> String.format(Locale.ROOT, "%s %.4g", entry.getKey(), entry.getValue()))
                        .toList());
    }

    /** As a run's metrics.csv: the speed is not measured. */
    private static String csv(List<Map<String, Double>> history, long steps) {
        StringBuilder csv = new StringBuilder("epoch,step");
        if (!history.isEmpty()) {
            history.get(0).keySet().forEach(name -> csv.append(',').append(name));
        }
        csv.append(",images_per_second\n");
        for (int epoch = 1; epoch <= history.size(); epoch++) {
            csv.append(epoch).append(',').append(steps * epoch / history.size());
            history.get(epoch - 1).values().forEach(value -> csv.append(',').append(value));
            csv.append(",\n");
        }
        return csv.toString();
    }
}
