package io.gen4j.app;

import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.model.Checks;
import io.gen4j.model.GenerativeModel;
import io.gen4j.model.LatentModel;
import io.gen4j.train.SamplePictures;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gen reconstruct}. */
@Command(
        name = "reconstruct",
        description = "Encodes images and decodes them again; originals stand in odd columns, their reconstructions "
                + "beside them. Takes test images where the data has them.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Example:", "  gen reconstruct --run runs/vae-20260101-120000 --out pairs.png"})
final class ReconstructCommand implements Callable<Integer> {

    private static final int MAX_COUNT = 100_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOption run;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many images; default ${DEFAULT-VALUE}.",
            defaultValue = "32")
    private int count;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        Checks.requireWithin("count", count, 1, MAX_COUNT);
        output.check(2 * count);
        try (GenerativeModel model = run.load()) {
            if (!(model instanceof LatentModel latent)) {
                throw new IllegalArgumentException("--run holds a " + model.family()
                        + ", which has no encoder: reconstruct needs one, such as vae");
            }
            DataOptions.Images images = data.read(
                    ConfigFile.empty(),
                    model.config().seed(),
                    model.spec().shape().height(),
                    spec.commandLine().getOut());
            write(latent, images.test() == null ? images.train() : images.test());
        }
        return 0;
    }

    private void write(LatentModel model, ImageDataset images) throws IOException {
        if (!images.shape().equals(model.spec().shape())) {
            throw new IllegalArgumentException(images.name() + " has images of shape " + images.shape()
                    + ": this model was trained on " + model.spec().shape());
        }
        Batch originals = new Batches(images, count, model.pixelRange(), 0, LastBatch.KEEP).first(count);
        try (INDArray given = originals.images();
                INDArray reconstructed = model.reconstruct(given);
                INDArray pairs = SamplePictures.besides(given, reconstructed)) {
            spec.commandLine().getOut().println("wrote " + output.write(pairs, model));
        }
    }
}
