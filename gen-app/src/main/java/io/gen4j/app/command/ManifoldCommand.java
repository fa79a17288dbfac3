package io.gen4j.app.command;

import io.gen4j.Checks;
import io.gen4j.EncoderModel;
import io.gen4j.app.option.DataOptions;
import io.gen4j.app.option.LabelOption;
import io.gen4j.app.option.PictureOption;
import io.gen4j.app.option.RunOption;
import io.gen4j.app.report.LatentScatter;
import io.gen4j.data.ImageDataset;
import io.gen4j.image.ImageGrid;
import io.gen4j.image.Png;
import io.gen4j.latent.EncodedImages;
import io.gen4j.latent.LatentPlane;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code gen manifold}, which draws a grid of images over a plane of the latent space. */
@Command(
        name = "manifold",
        description = "Draws the images of a grid of latents, spaced by the density of the prior of a variational"
                + " autoencoder. If latents have more than two numbers, the two in which test images differ most"
                + " vary. A second picture, NAME-latents.png, shows the latents of those images.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Example:", "  gen manifold --run runs/vae-20260101-120000 --out manifold.png"})
public final class ManifoldCommand implements Callable<Integer> {

    private static final String LATENTS = "-latents.png";
    private static final int MAX_SIDE = 100;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOption run;

    @Mixin
    private DataOptions data;

    @Mixin
    private LabelOption label;

    @Option(
            names = "--side",
            paramLabel = "N",
            description = "Images per row of the grid; default ${DEFAULT-VALUE}.",
            defaultValue = "20")
    private int side;

    @Mixin
    private PictureOption picture;

    @Override
    public Integer call() throws IOException {
        Checks.requireWithin("side", side, 1, MAX_SIDE);
        picture.check(LATENTS);
        try (EncoderModel model = run.loadEncoder(spec.name())) {
            if (!model.hasNormalLatents()) {
                throw new IllegalArgumentException("--run holds a " + model.family()
                        + ", whose latents are not normally distributed: manifold needs a vae with the prior normal");
            }
            label.of(model, 1);
            ImageDataset images =
                    data.readToShow(model, run.directory(), spec.commandLine().getOut());
            try (EncodedImages encoded = EncodedImages.of(model, images)) {
                LatentPlane plane = LatentPlane.widest(encoded.latents());
                writeGrid(model, plane);
                Png.write(picture.beside(LATENTS), LatentScatter.of(encoded, plane, images.labelNames()));
            }
            spec.commandLine().getOut().println("wrote " + picture.file() + " and " + picture.beside(LATENTS));
        }
        return 0;
    }

    private void writeGrid(EncoderModel model, LatentPlane plane) throws IOException {
        try (INDArray latents = plane.quantiles(side);
                INDArray images = label.generate(model, latents)) {
            Png.write(picture.file(), ImageGrid.of(images, model.spec().shape(), model.pixelRange(), side));
        }
    }
}
