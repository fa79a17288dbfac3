package io.gen4j.app.command;

import io.gen4j.Checks;
import io.gen4j.ConditionalModel;
import io.gen4j.GenerativeModel;
import io.gen4j.app.option.OutputOptions;
import io.gen4j.app.option.PriorOption;
import io.gen4j.app.option.RunOption;
import io.gen4j.app.spark.SparkOptions;
import io.gen4j.app.spark.SparkSamples;
import io.gen4j.app.spark.SparkSubmit;
import io.gen4j.interop.NpyFile;
import io.gen4j.prior.LatentPrior;
import io.gen4j.random.TruncatedNormal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code gen sample}, which draws images. */
@Command(
        name = "sample",
        description = "Draws new images with a trained model.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  gen sample --run runs/vae-20260101-120000 --count 64 --out digits.png",
            "  gen sample --run runs/gan-20260101-120000 --grid 4x25 --seed 7 --out digits.png",
            "  gen sample --run runs/cgan-20260101-120000 --label 8 --out eights.png",
            "  gen sample --run runs/cgan-20260101-120000 --labels all --grid 10x10 --out digits.png",
            "  gen sample --run runs/dcgan-20260101-120000 --truncation 1.5 --out typical.png",
            "  gen sample --run runs/vae-20260101-120000 --latents z.npy --out images.npy",
            "  gen sample --run runs/vae-20260101-120000 --prior fitted --out digits.png    (after gen fit-prior)",
            "  gen sample --run runs/cgan-20260101-120000 --count 1000000 --spark spark://host:7077 --out"
                    + " digits.parquet"
        })
public final class SampleCommand implements Callable<Integer> {

    private static final int DEFAULT_COUNT = 64;
    private static final int MAX_COUNT = 1_000_000;
    private static final Path DEFAULT_ON_SPARK = Path.of("samples.parquet");
    private static final List<String> NOT_ON_SPARK =
            List.of("--grid", "--latents", "--truncation", "--prior", "--force", "--checkpoint", "--best");

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOption run;

    @Option(names = "--count", paramLabel = "N", description = "Number of images; default: 64, or a full grid.")
    private @Nullable Integer count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed draws the same images; default ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private long seed;

    @Option(
            names = "--truncation",
            paramLabel = "T",
            description =
                    "Draw each number of a latent again until it lies within -T to T: more typical images, and fewer "
                            + "kinds. 2 is mild, 0.5 strong. Default: none.")
    private @Nullable Double truncation;

    @Option(
            names = "--latents",
            paramLabel = "Z.npy",
            description = "Draw from these latents, [n, latent size], of any number type, instead of random ones.")
    private @Nullable Path latentFile;

    @Option(
            names = {"--label", "--labels"},
            paramLabel = "NAME[,NAME…]",
            split = ",",
            description = "Draw these labels, or \"all\", with an equal number of images each; for conditional "
                    + "models. Default: all.")
    private List<String> labels = List.of();

    @Mixin
    private PriorOption prior;

    @Mixin
    private OutputOptions output;

    @Mixin
    private SparkOptions spark;

    private final Map<String, String> environment;

    /** @param environment of the process, which says where Spark is */
    public SampleCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        spark.check(NOT_ON_SPARK, List.of());
        if (spark.isGiven()) {
            return drawOnSpark(SparkSubmit.of(environment));
        }
        if (latentFile != null && prior.isGiven()) {
            throw new IllegalArgumentException("--latents and --prior contradict each other: give one of them");
        }
        if (latentFile != null && spec.commandLine().getParseResult().hasMatchedOption("--seed")) {
            throw new IllegalArgumentException(
                    "--latents and --seed contradict each other, since a seed draws latents: give one of them");
        }
        int images = count != null ? count : output.gridSize() != null ? output.gridSize() : DEFAULT_COUNT;
        Checks.requireWithin("count", images, 1, MAX_COUNT);
        if (latentFile != null && (count != null || output.gridSize() != null)) {
            requireAllLatents(images);
        }
        if (latentFile != null && truncation != null) {
            throw new IllegalArgumentException("--latents and --truncation contradict each other: give one of them");
        }
        output.check(images);
        try (GenerativeModel model = run.load()) {
            Path written = latentFile == null ? draw(model, images) : drawGiven(model, latentFile);
            spec.commandLine().getOut().println("wrote " + written);
        }
        return 0;
    }

    private int drawOnSpark(SparkSubmit submit) throws IOException {
        int images = count == null ? DEFAULT_COUNT : count;
        Checks.requireWithin("count", images, 1, Integer.MAX_VALUE);
        boolean named = spec.commandLine().getParseResult().hasMatchedOption("--out");
        SparkSamples samples = SparkSamples.at(named ? output.path() : DEFAULT_ON_SPARK);
        List<String> arguments = new ArrayList<>(List.of(
                "sample",
                "--run",
                run.file().toUri().toString(),
                "--count",
                String.valueOf(images),
                "--seed",
                String.valueOf(seed)));
        if (!labels.isEmpty() && !labels.equals(List.of("all"))) {
            arguments.addAll(List.of("--labels", String.join(",", labels)));
        }
        arguments.addAll(samples.arguments());
        return submit.run(
                spark.cluster(),
                arguments,
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
    }

    /** Checks that the number of images equals the number of latents in the file. */
    private void requireAllLatents(int images) throws IOException {
        long[] shape = NpyFile.single(latentFile).shape();
        if (shape.length > 0 && shape[0] != images) {
            throw new IllegalArgumentException(
                    "--latents holds " + shape[0] + " latents, and --count or --grid asks for " + images
                            + " images: leave them out, or make them equal");
        }
    }

    private Path draw(GenerativeModel model, int images) throws IOException {
        output.checkSize(images, model);
        int[] drawn = labels(model, images);
        LatentPrior distribution = prior.of(model, run.directory());
        RandomGenerator stream = LatentPrior.stream(seed);
        RandomGenerator random = truncation == null ? stream : new TruncatedNormal(stream, truncation);
        return output.write(images, model, (from, to) -> {
            try (INDArray latents = Nd4j.create(DataType.FLOAT, to - from, model.latentSize())) {
                distribution.fill(latents, random);
                return generate(model, latents, drawn, from);
            }
        });
    }

    private Path drawGiven(GenerativeModel model, Path file) throws IOException {
        try (LatentFile latents = LatentFile.open(file, model.latentSize(), MAX_COUNT)) {
            int images = latents.count();
            output.checkSize(images, model);
            int[] drawn = labels(model, images);
            return output.write(images, model, (from, to) -> {
                try (INDArray rows = latents.next(to - from)) {
                    return generate(model, rows, drawn, from);
                }
            });
        }
    }

    private static INDArray generate(GenerativeModel model, INDArray latents, int[] labels, int from) {
        return model instanceof ConditionalModel conditional
                ? conditional.generate(latents, Arrays.copyOfRange(labels, from, from + (int) latents.size(0)))
                : model.generate(latents);
    }

    private int[] labels(GenerativeModel model, int images) {
        if (model instanceof ConditionalModel conditional) {
            return labelsInBlocks(conditional, images);
        }
        if (!labels.isEmpty()) {
            throw new IllegalArgumentException(
                    "--labels is " + String.join(",", labels) + ": a " + model.family() + " takes no labels");
        }
        return new int[0];
    }

    /** Sorts equal labels together. A grid with as many rows as labels then has one label per row. */
    private int[] labelsInBlocks(ConditionalModel model, int images) {
        List<String> names =
                labels.isEmpty() || labels.equals(List.of("all")) ? model.spec().labelNames() : labels;
        if (!labels.isEmpty() && images < names.size()) {
            throw new IllegalArgumentException("--labels names " + names.size() + " labels, and " + images
                    + (images == 1 ? " image is" : " images are") + " to be drawn: at least " + names.size()
                    + " are needed; set --count");
        }
        int[] indices = names.stream().mapToInt(model::labelIndex).toArray();
        return IntStream.range(0, images)
                .map(i -> indices[(int) ((long) i * indices.length / images)])
                .toArray();
    }
}
