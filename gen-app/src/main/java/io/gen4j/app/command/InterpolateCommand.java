package io.gen4j.app.command;

import io.gen4j.Checks;
import io.gen4j.EncoderModel;
import io.gen4j.GenerativeModel;
import io.gen4j.app.option.DataOptions;
import io.gen4j.app.option.LabelOption;
import io.gen4j.app.option.PictureOption;
import io.gen4j.app.option.RunOption;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.source.ImageFolder;
import io.gen4j.image.AnimatedGif;
import io.gen4j.image.ImageGrid;
import io.gen4j.image.Png;
import io.gen4j.latent.LabelMixingModel;
import io.gen4j.latent.LatentInterpolation;
import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code gen interpolate}, which draws images between two latents. */
@Command(
        name = "interpolate",
        description =
                "Draws the way from one latent to another as a strip, and as an animated GIF beside it. The ends are"
                        + " random latents, or two images if the model has an encoder.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  gen interpolate --run runs/gan-20260101-120000 --seed 5 --out walk.png",
            "  gen interpolate --run runs/cgan-20260101-120000 --label 3 --to-label 8",
            "  gen interpolate --run runs/vae-20260101-120000 --from 0 --to 7",
            "  gen interpolate --run runs/vae-20260101-120000 --from a.png --to b.png --method linear"
        })
public final class InterpolateCommand implements Callable<Integer> {

    private static final String GIF = ".gif";
    private static final int DELAY_MILLIS = 80;
    private static final int MAX_STEPS = 1000;

    /** The approximate side of the GIF's images in pixels. The command enlarges them, because browsers do not. */
    private static final int GIF_SIDE = 112;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOption run;

    @Option(
            names = "--from",
            paramLabel = "N|FILE",
            description = "The start: the number of a test image, from 0, or a picture; default: a random latent.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "N|FILE", description = "The end, likewise.")
    private @Nullable String to;

    @Option(
            names = "--to-label",
            paramLabel = "NAME",
            description =
                    "Go from the label of --label to this one instead, with a random latent that stays; for a cgan or a "
                            + "conditional dcgan.")
    private @Nullable String toLabel;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed gives the same random latents; default ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private long seed;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "The way: linear or spherical; default ${DEFAULT-VALUE}.",
            defaultValue = "spherical")
    private LatentInterpolation method;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Images on the way, both ends among them; default ${DEFAULT-VALUE}.",
            defaultValue = "16")
    private int steps;

    @Mixin
    private LabelOption label;

    @Mixin
    private DataOptions data;

    @Mixin
    private PictureOption picture;

    @Override
    public Integer call() throws IOException {
        if ((from == null) != (to == null)) {
            throw new IllegalArgumentException(
                    (from == null ? "--from" : "--to") + " is missing: give both ends, or neither for random latents");
        }
        Checks.requireWithin("steps", steps, 2, MAX_STEPS);
        picture.check(GIF);
        if (toLabel != null) {
            writeBetweenLabels(toLabel);
        } else if (from == null || to == null) {
            try (GenerativeModel model = run.load();
                    INDArray first = model.prior().sample(1, seed);
                    INDArray both = model.prior().sample(2, seed);
                    INDArray second = both.getRow(1, true).dup('c')) {
                write(model, first, second);
            }
        } else {
            try (EncoderModel model = run.loadEncoder("--from");
                    INDArray first = latent(model, from);
                    INDArray second = latent(model, to)) {
                write(model, first, second);
            }
        }
        return 0;
    }

    private void writeBetweenLabels(String end) throws IOException {
        if (from != null) {
            throw new IllegalArgumentException("--to-label and --from contradict each other: give one of them");
        }
        try (GenerativeModel model = run.load();
                INDArray latent = model.prior().sample(1, seed)) {
            if (!(model instanceof LabelMixingModel mixing)) {
                throw new IllegalArgumentException("--to-label is " + end + ": this " + model.family()
                        + " does not mix labels; use a cgan or a conditional dcgan");
            }
            String start = model.spec().labelNames().get(label.of(model, 1)[0]);
            try (INDArray images = mixing.betweenLabels(latent, start, end, steps)) {
                write(model, images);
            }
        }
    }

    private INDArray latent(EncoderModel model, String image) throws IOException {
        boolean isNumber = image.matches("\\d{1,9}");
        ImageDataset images = isNumber
                ? data.readToShow(model, run.directory(), spec.commandLine().getOut())
                : ImageFolder.readPicture(Path.of(image), model.spec().shape());
        int index = isNumber ? Integer.parseInt(image) : 0;
        if (index >= images.size()) {
            throw new IllegalArgumentException(
                    "there is no image " + image + ": " + images.name() + " has " + images.size() + ", counted from 0");
        }
        Batch batch = new Batches(images, 1, model.pixelRange(), 0, LastBatch.KEEP).of(index);
        try (INDArray pixels = batch.images()) {
            return model.encode(isNumber ? batch : new Batch(pixels, label.of(model, 1)));
        }
    }

    private void write(GenerativeModel model, INDArray first, INDArray second) throws IOException {
        try (INDArray latents = method.between(first, second, steps);
                INDArray images = label.generate(model, latents)) {
            write(model, images);
        }
    }

    private void write(GenerativeModel model, INDArray images) throws IOException {
        Png.write(picture.file(), ImageGrid.of(images, model.spec().shape(), model.pixelRange(), steps));
        AnimatedGif.write(picture.beside(GIF), frames(model, images), DELAY_MILLIS);
        spec.commandLine().getOut().println("wrote " + picture.file() + " and " + picture.beside(GIF));
    }

    /** The images forwards and then backwards, so that the loop has no jump. */
    private List<BufferedImage> frames(GenerativeModel model, INDArray images) {
        List<BufferedImage> there = IntStream.range(0, steps)
                .mapToObj(i -> enlarged(ImageGrid.single(images, i, model.spec().shape(), model.pixelRange())))
                .toList();
        return IntStream.range(0, 2 * steps - 2)
                .mapToObj(i -> there.get(i < steps ? i : 2 * steps - 2 - i))
                .toList();
    }

    private static BufferedImage enlarged(BufferedImage image) {
        int factor = Math.max(1, GIF_SIDE / image.getHeight());
        return new AffineTransformOp(
                        AffineTransform.getScaleInstance(factor, factor), AffineTransformOp.TYPE_NEAREST_NEIGHBOR)
                .filter(image, null);
    }
}
