package io.gen4j.app.command;

import io.gen4j.Checks;
import io.gen4j.EncoderModel;
import io.gen4j.app.option.DataOptions;
import io.gen4j.app.option.OutputOptions;
import io.gen4j.app.option.RunOption;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.RandomSubset;
import io.gen4j.run.SamplePictures;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code gen reconstruct}, which encodes and decodes images. */
@Command(
        name = "reconstruct",
        description =
                "Encodes and decodes images. Odd columns show originals, and even columns their reconstructions. The images "
                        + "are chosen at random from the test images, or from all images if there are no test images.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Example:", "  gen reconstruct --run runs/vae-20260101-120000 --out pairs.png"})
public final class ReconstructCommand implements Callable<Integer> {

    private static final int MAX_COUNT = 100_000;
    private static final long SEED = 0;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOption run;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Number of images; default ${DEFAULT-VALUE}.",
            defaultValue = "32")
    private int count;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        Checks.requireWithin("count", count, 1, MAX_COUNT);
        output.check(2 * count);
        try (EncoderModel model = run.loadEncoder(spec.name())) {
            write(
                    model,
                    data.readToShow(model, run.directory(), spec.commandLine().getOut()));
        }
        return 0;
    }

    private void write(EncoderModel model, ImageDataset images) throws IOException {
        if (images.size() < count && spec.commandLine().getParseResult().hasMatchedOption("--count")) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "gen: --count is " + count + ", and there are " + images.size() + " images: all are taken");
        }
        ImageDataset some = RandomSubset.of(images, count, SEED, "reconstructed images");
        Batch originals = new Batches(some, count, model.pixelRange(), 0, LastBatch.KEEP).first(count);
        try (INDArray given = originals.images();
                INDArray reconstructed = model.reconstruct(originals);
                INDArray pairs = SamplePictures.besides(given, reconstructed)) {
            spec.commandLine().getOut().println("wrote " + output.write(pairs, model));
        }
    }
}
