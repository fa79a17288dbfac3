package io.gen4j.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.app.option.CheckpointOptions;
import io.gen4j.app.option.DataSource;
import io.gen4j.app.option.DataSourceReader;
import io.gen4j.app.option.EvaluationOptions;
import io.gen4j.app.option.SourceImages;
import io.gen4j.app.option.TrackingOptions;
import io.gen4j.app.spark.SparkSubmit;
import io.gen4j.app.spark.SparkTraining;
import io.gen4j.file.InvalidDataException;
import io.gen4j.mlflow.MlflowServer;
import io.gen4j.nn.optim.LearningRateSchedule;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code gen resume}, which continues a training from its checkpoint. */
@Command(
        name = "resume",
        description =
                "Resumes a training that was stopped, or trains a finished one for more epochs. The result equals, to"
                        + " the last bit, that of a training that was never stopped, on the same kind of machine with as"
                        + " many threads. Omitted options keep the run's values; changes are recorded in config.json.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  gen resume runs/vae-20260101-120000",
            "  gen resume runs/vae-20260101-120000 --epochs 60 --learning-rate 0.0001",
            "  gen resume runs/vae-20260101-120000 --data moved/pictures"
        })
public final class ResumeCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "The run's directory.")
    private Path directory;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes through the data in all; default: as before.")
    private @Nullable Integer epochs;

    @Option(names = "--learning-rate", paramLabel = "R", description = "Another learning rate from here on.")
    private @Nullable Double learningRate;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "Where the images are now, if they have moved; they must be the same.")
    private @Nullable String data;

    @Mixin
    private final EvaluationOptions evaluation = new EvaluationOptions();

    @Mixin
    private final CheckpointOptions checkpoints = new CheckpointOptions();

    @Mixin
    private final TrackingOptions tracking = new TrackingOptions();

    private final Map<String, String> environment;

    public ResumeCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        RunDirectory run = RunDirectory.openToResume(directory);
        RunRecord record = RunRecord.read(run.config());
        return SparkTraining.isRecordedIn(record)
                ? resumeOnSpark(run, record)
                : resume(run, record, family(run, record));
    }

    private int resumeOnSpark(RunDirectory run, RunRecord record) throws IOException {
        spec.commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> !option.inherited())
                .findFirst()
                .ifPresent(option -> {
                    throw new IllegalArgumentException(option.longestName() + " is set, and " + run.path()
                            + " is a training on Spark, which goes on as it began: leave the option out");
                });
        PrintWriter messages = spec.commandLine().getOut();
        return SparkTraining.recorded(run, record, messages, spec.commandLine().getErr())
                .run(SparkSubmit.of(environment), record.family(), record.config());
    }

    private <C extends ModelConfig> int resume(RunDirectory run, RunRecord record, ModelFamily<C> family)
            throws IOException {
        PrintWriter messages = spec.commandLine().getOut();
        C config = config(run, record, family);
        Optional<MlflowServer> tracker = tracking.server(environment, run);
        DataSource source = DataSource.recorded(run, record);
        if (data == null) {
            source.requireThere();
        }
        SourceImages images = new DataSourceReader(environment, messages)
                .read(data == null ? source : source.at(data), config.seed());
        record.requireData(images.train(), images.test());
        try (GenerativeModel model = family.create(config, ImageSpec.of(images.train()))) {
            messages.printf(
                    "%s, to epoch %d, on %s, %,d images%n",
                    family.name(),
                    config.epochs(),
                    images.train().name(),
                    images.train().size());
            tellOfSchedule(record.config().path("epochs").asInt(config.epochs()), config, messages);
            CheckpointOptions.Safety safety =
                    checkpoints.or(CheckpointOptions.Safety.of(record.get(CheckpointOptions.RECORD)));
            EvaluationOptions.Schedule schedule = evaluation.schedule(
                    images.train(), EvaluationOptions.Schedule.of(record.get(EvaluationOptions.RECORD)));
            return new Training(run, safety, schedule, tracker, environment, messages).run(model, images);
        }
    }

    /** Warns about a learning rate schedule. A schedule covers the whole training, so more epochs stretch it. */
    private static void tellOfSchedule(int before, ModelConfig config, PrintWriter messages) {
        if (config.epochs() != before && config.schedule() != LearningRateSchedule.CONSTANT) {
            messages.printf(
                    "the learning rate's schedule, %s, is now stretched over %d epochs instead of %d: "
                            + "it goes on from another value than it stopped at%n",
                    config.schedule().name().toLowerCase(Locale.ROOT), config.epochs(), before);
        }
    }

    private static ModelFamily<?> family(RunDirectory run, RunRecord record) throws InvalidDataException {
        try {
            return ModelFamilies.named(record.family());
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(run.config() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private <C extends ModelConfig> C config(RunDirectory run, RunRecord record, ModelFamily<C> family)
            throws InvalidDataException {
        try {
            C recorded = ModelConfigs.with(family.defaults(), record.config());
            return ModelConfigs.with(recorded, changes(ModelConfigs.toJson(recorded)));
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(run.config() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private ObjectNode changes(ObjectNode recorded) {
        ObjectNode changes = JSON.createObjectNode();
        if (epochs != null) {
            changes.put("epochs", epochs);
        }
        if (learningRate != null) {
            changes.put("learningRate", learningRate);
            double discriminator = recorded.path("discriminatorLearningRate").asDouble();
            if (discriminator > 0) {
                double factor = learningRate / recorded.path("learningRate").asDouble();
                changes.put("discriminatorLearningRate", discriminator * factor);
            }
        }
        return changes;
    }
}
