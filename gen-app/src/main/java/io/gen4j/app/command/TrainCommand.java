package io.gen4j.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import io.gen4j.ModelFamily;
import io.gen4j.Preset;
import io.gen4j.app.console.Versions;
import io.gen4j.app.option.CheckpointOptions;
import io.gen4j.app.option.ConfigFile;
import io.gen4j.app.option.DataOptions;
import io.gen4j.app.option.DataSource;
import io.gen4j.app.option.EvaluationOptions;
import io.gen4j.app.option.PresetOption;
import io.gen4j.app.option.SettingOptions;
import io.gen4j.app.option.SourceImages;
import io.gen4j.app.option.TrackingOptions;
import io.gen4j.app.spark.SparkOptions;
import io.gen4j.app.spark.SparkSubmit;
import io.gen4j.app.spark.SparkTraining;
import io.gen4j.app.spark.SparkTrainingOptions;
import io.gen4j.app.studio.Studio;
import io.gen4j.app.studio.StudioConfig;
import io.gen4j.mlflow.MlflowServer;
import io.gen4j.nn.device.Engine;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code gen train MODEL}, which trains a new model.
 *
 * @param <C> the settings of the model family
 */
@Command(mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true)
public final class TrainCommand<C extends ModelConfig> implements Callable<Integer> {

    private static final Path RUNS = Path.of("runs");
    private static final List<String> NOT_ON_SPARK = List.of(
            "--from",
            "--studio",
            "--every",
            "--every-count",
            "--checkpoint-every",
            "--checkpoint-minutes",
            "--checkpoint-keep",
            "--on-nan",
            "--mlflow",
            "--mlflow-experiment");

    private final ModelFamily<C> family;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final DataOptions data;

    @Mixin
    private final CheckpointOptions checkpoints = new CheckpointOptions();

    @Mixin
    private final EvaluationOptions evaluation = new EvaluationOptions();

    @Mixin
    private final TrackingOptions tracking = new TrackingOptions();

    @Mixin
    private final SparkOptions spark = new SparkOptions();

    @Mixin
    private final SparkTrainingOptions sparkTraining = new SparkTrainingOptions();

    private final Map<String, String> environment;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write; must not exist, or be empty. Default: runs/MODEL-DATE-TIME.")
    private @Nullable Path out;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Settings by name in YAML, such as \"batchSize: 64\", or a run's config.json, to repeat the run; "
                            + "options win over the file.")
    private @Nullable Path configFile;

    @Option(
            names = "--from",
            paramLabel = "RUN|FILE.safetensors",
            description =
                    "Start from trained weights instead of random ones: those of a run, with its settings, or of a "
                            + "safetensors file. The data may be other ones of the same size.")
    private @Nullable Path from;

    @Option(
            names = "--studio",
            paramLabel = "PORT",
            arity = "0..1",
            fallbackValue = StudioConfig.DEFAULT_PORT,
            description = "Open the studio meanwhile, to watch; at port ${FALLBACK-VALUE} if none is given.")
    private @Nullable Integer studio;

    @Option(names = "--show", description = "Print the settings as YAML for --config, and do not train.")
    private boolean show;

    private TrainCommand(ModelFamily<C> family, Map<String, String> environment) {
        this.family = family;
        this.environment = environment;
        this.data = new DataOptions(environment);
    }

    /** Creates the command for one family, with one option per setting. */
    public static <C extends ModelConfig> CommandSpec spec(ModelFamily<C> family, Map<String, String> environment) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new TrainCommand<>(family, environment));
        PresetOption.add(spec, family.presets());
        SettingOptions.add(spec, family.defaults());
        String name = family.name();
        spec.usageMessage()
                .abbreviateSynopsis(true)
                .description(family.description() + ".")
                .footer(
                        "",
                        "Examples:",
                        "  gen train " + name + " --epochs 5",
                        "  gen train " + name + " --data my-pictures --out runs/mine");
        if (PresetOption.better(spec, family.presets()).isPresent()) {
            spec.usageMessage().footer(with(spec.usageMessage().footer(), "  gen train " + name + " --preset best"));
        }
        return spec;
    }

    private static String[] with(String[] lines, String line) {
        String[] longer = Arrays.copyOf(lines, lines.length + 1);
        longer[lines.length] = line;
        return longer;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter messages = spec.commandLine().getOut();
        Optional<MlflowServer> tracker = tracking.server(environment);
        spark.check(NOT_ON_SPARK, SparkTrainingOptions.NAMES);
        @Nullable SparkSubmit submit = spark.isGiven() ? SparkSubmit.of(environment) : null;
        StartingWeights start = new StartingWeights(from);
        ConfigFile file = configFile == null ? start.settings() : ConfigFile.read(configFile);
        file.requireFamily(family.name());
        @Nullable
        Preset<C> preset = file.record() == null
                ? PresetOption.chosen(spec, family.presets())
                : PresetOption.given(spec, family.presets());
        if (preset != null && file.record() != null) {
            throw new IllegalArgumentException(
                    "--preset is " + preset.name() + ", and the settings are those of a run: choose one");
        }
        ObjectNode settings = file.settings().deepCopy();
        settings.setAll(SettingOptions.given(spec, family.defaults()));
        C config = ModelConfigs.with(preset == null ? family.defaults() : preset.config(), settings);
        if (show) {
            show(config, preset, messages);
            return 0;
        }
        SourceImages images = data.read(file, config.seed(), preset == null ? null : preset.imageSize(), messages);
        images.tellNotice(messages);

        if (submit != null) {
            return trainOnSpark(config, preset, images, submit);
        }
        CheckpointOptions.Safety safety = checkpoints.or(file.safety());
        EvaluationOptions.Schedule schedule = evaluation.schedule(images.train(), file.evaluations());
        Job<C> job = new Job<>(config, preset, images, safety, schedule, tracker, start);
        if (studio == null) {
            int code = train(job);
            if (code == 0 && file.record() == null) {
                PresetOption.better(spec, family.presets())
                        .ifPresent(best -> messages.println("for better pictures: gen train " + family.name()
                                + " --preset " + best.name() + " (" + best.description() + ")"));
            }
            return code;
        }
        Path runs = out == null ? RUNS : out.toAbsolutePath().getParent();
        Files.createDirectories(runs);
        try (Studio open = Studio.start(new StudioConfig(runs, StudioConfig.LOOPBACK, studio, null))) {
            messages.println("studio: " + open.address() + " until the training ends; later: gen serve");
            return train(job);
        }
    }

    private void show(C config, @Nullable Preset<C> preset, PrintWriter out) {
        @Nullable Integer side = preset == null ? null : preset.imageSize();
        out.println("# use: gen train " + family.name() + " --config FILE" + data.written(side));
        out.print(ConfigFile.text(config));
        out.flush();
    }

    /** The input of a training, as the options give it: settings, images and start. */
    private record Job<C extends ModelConfig>(
            C config,
            @Nullable Preset<C> preset,
            SourceImages images,
            CheckpointOptions.Safety safety,
            EvaluationOptions.Schedule schedule,
            Optional<MlflowServer> tracker,
            StartingWeights start) {}

    private int trainOnSpark(C config, @Nullable Preset<C> preset, SourceImages images, SparkSubmit submit)
            throws IOException {
        PrintWriter messages = spec.commandLine().getOut();
        SparkTraining.requireFits(images.train());
        SparkTraining.Choices choices = sparkTraining.choices(spark.cluster());
        RunRecord record;
        try (GenerativeModel model = family.create(config, ImageSpec.of(images.train()))) {
            record = RunRecord.of(model, images.train(), images.test())
                    .with(DataSource.RECORD, images.source().absolute())
                    .with(SparkTraining.RECORD, choices)
                    .with("versions", Versions.all());
        }
        RunDirectory run = newRun();
        record.write(run.config());
        describe(messages, config, preset, images);
        SparkTraining training =
                new SparkTraining(run, choices, messages, spec.commandLine().getErr());
        training.hand(images.train());
        return training.run(submit, family.name(), ModelConfigs.toJson(config));
    }

    private RunDirectory newRun() throws IOException {
        return out == null ? RunDirectory.create(RUNS, family.name(), LocalDateTime.now()) : RunDirectory.create(out);
    }

    private void describe(PrintWriter messages, C config, @Nullable Preset<C> preset, SourceImages images) {
        messages.printf(
                "%s%s on %s, %,d images%n",
                family.name(),
                preset == null ? "" : ", preset " + preset.name() + " (" + preset.description() + "),",
                images.train().name(),
                images.train().size());
        Optional.ofNullable(preset)
                .flatMap(chosen ->
                        FewUpdates.advice(config, chosen, images.train().size()))
                .ifPresent(messages::println);
    }

    private int train(Job<C> job) throws IOException {
        PrintWriter messages = spec.commandLine().getOut();
        SourceImages images = job.images();
        @Nullable Preset<C> preset = job.preset();
        try (GenerativeModel model = family.create(job.config(), ImageSpec.of(images.train()))) {
            job.start().copyTo(model, line -> messages.println("gen: " + line));
            if (Engine.current() == Engine.ND4J) {
                // Refuses what this engine does not train, before a directory exists.
                model.newTrainer().close();
            }
            RunDirectory run = newRun();
            RunRecord record = RunRecord.of(model, images.train(), images.test())
                    .with(DataSource.RECORD, images.source().absolute())
                    .with(CheckpointOptions.RECORD, job.safety())
                    .with(EvaluationOptions.RECORD, job.schedule())
                    .with("versions", Versions.all());
            job.start().record(record);
            record.write(run.config());
            describe(messages, job.config(), preset, images);
            return new Training(run, job.safety(), job.schedule(), job.tracker(), environment, messages)
                    .run(model, images);
        }
    }
}
