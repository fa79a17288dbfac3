package io.gen4j.app.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.metric.Evaluation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An evaluated run or file of images.
 *
 * @param name the name in tables
 * @param evaluation the figures; means if there are several seeds
 * @param record the content of {@code metrics.json}
 * @param directory the directory of the run; null if there is none
 * @param features one line about the features
 * @param basis the checksums of data and features; figures compare only if these are equal
 */
public record EvaluatedSubject(
        String name,
        Evaluation evaluation,
        ObjectNode record,
        @Nullable Path directory,
        String features,
        String basis) {}
