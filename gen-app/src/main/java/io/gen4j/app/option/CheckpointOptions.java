package io.gen4j.app.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.file.InvalidDataException;
import io.gen4j.run.CheckpointPolicy;
import io.gen4j.run.DivergencePolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for checkpoints and divergence. On resume, omitted options keep the values recorded in config.json. */
public final class CheckpointOptions {

    /** The part of a run's record. */
    public static final String RECORD = "checkpoints";

    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--checkpoint-every",
            paramLabel = "N",
            description =
                    "Epochs from checkpoint to checkpoint; 0 for none. Default: each epoch, but no more often than "
                            + "every 50 updates after the tenth.")
    private @Nullable Integer epochs;

    @Option(
            names = "--checkpoint-minutes",
            paramLabel = "M",
            description = "Minutes from checkpoint to checkpoint; default 10, 0 for none.")
    private @Nullable Double minutes;

    @Option(
            names = "--checkpoint-keep",
            paramLabel = "K",
            description = "How many of the last checkpoints are kept, beside the best; default 3.")
    private @Nullable Integer keep;

    @Option(
            names = "--on-nan",
            paramLabel = "stop|rollback",
            description =
                    "When a loss or a weight is infinite or NaN: stop, or go back to the last good checkpoint and "
                            + "on with half the learning rate, five times at most; default stop.")
    private @Nullable DivergencePolicy divergence;

    /**
     * How a training is kept safe.
     *
     * @param policy when checkpoints are written
     * @param divergence the reaction to a loss or weight that is no longer finite
     */
    public record Safety(CheckpointPolicy policy, DivergencePolicy divergence) {

        /** Without options and without a record. */
        public static final Safety DEFAULTS = new Safety(CheckpointPolicy.DEFAULTS, DivergencePolicy.STOP);

        /** Reads the part of a run's record. */
        public static Safety of(JsonNode record) throws InvalidDataException {
            try {
                return record.isMissingNode() ? DEFAULTS : JSON.treeToValue(record, Safety.class);
            } catch (JsonProcessingException | IllegalArgumentException e) {
                throw new InvalidDataException("the run's " + RECORD + " cannot be used: " + record, e);
            }
        }
    }

    /** The options, with {@code base} for omitted ones. */
    public Safety or(Safety base) {
        CheckpointPolicy policy = base.policy();
        return new Safety(
                new CheckpointPolicy(
                        epochs == null ? policy.epochs() : epochs,
                        minutes == null ? policy.minutes() : minutes,
                        keep == null ? policy.keep() : keep),
                divergence == null ? base.divergence() : divergence);
    }
}
