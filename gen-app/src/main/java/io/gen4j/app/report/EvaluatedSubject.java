package io.gen4j.app.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.metric.Evaluation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A run, or a file of images, that was evaluated.
 *
 * @param name for tables
 * @param evaluation its figures; means if it was evaluated by several seeds
 * @param record what {@code metrics.json} holds
 * @param directory of the run; null if there is none
 * @param features one line about the features
 * @param basis equal for subjects whose figures compare: the checksums of data and features
 */
public record EvaluatedSubject(
        String name,
        Evaluation evaluation,
        ObjectNode record,
        @Nullable Path directory,
        String features,
        String basis) {}
