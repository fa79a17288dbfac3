package io.gen4j.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.Checks;
import io.gen4j.ConditionalModel;
import io.gen4j.EncoderModel;
import io.gen4j.GenerativeModel;
import io.gen4j.app.option.DataOptions;
import io.gen4j.app.option.NewFile;
import io.gen4j.app.option.RunOption;
import io.gen4j.data.ImageDataset;
import io.gen4j.file.AtomicFile;
import io.gen4j.image.Png;
import io.gen4j.latent.EncodedImages;
import io.gen4j.latent.LatentDirection;
import io.gen4j.latent.LatentDirections;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code gen directions}, which shows the effect of moves along directions of the latent space. */
@Command(
        name = "directions",
        description = "Finds the directions in latent space along which images change: towards each label, from encoded"
                + " images, or those that change the generator's first layer most (SeFa), from the weights alone.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  gen directions --run runs/gan-20260101-120000 --out directions.json --picture directions.png",
            "  gen directions --run runs/vae-20260101-120000 --method labels --out directions.json"
        })
public final class DirectionsCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STEPS = 9;
    private static final int MAX_IMAGES = 10_000;

    /** The source of the directions. */
    enum Method {
        /** Differences of the labels' mean latents. */
        LABELS,
        /** Eigenvectors of the first layer's weights. */
        SEFA
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOption run;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            defaultValue = "sefa",
            description = "labels (needs an encoder and labelled images) or sefa; default ${DEFAULT-VALUE}.")
    private Method method = Method.SEFA;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "8",
            description = "Directions of sefa, or of the latent's size if that is less; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE.json",
            description = "The directions; must not exist yet.")
    private Path out;

    @Option(
            names = "--picture",
            paramLabel = "FILE.png",
            description = "A row per direction: one latent, moved by -3 to 3; must not exist yet.")
    private @Nullable Path picture;

    @Override
    public Integer call() throws IOException {
        Checks.requireWithin("count", count, 1, 4096);
        NewFile.require(out);
        if (picture != null) {
            NewFile.require(picture);
        }
        try (GenerativeModel model = method == Method.LABELS ? run.loadEncoder("--method labels") : run.load()) {
            List<LatentDirection> directions = method == Method.LABELS
                    ? ofLabels((EncoderModel) model)
                    : LatentDirections.principal(model, Math.min(count, model.latentSize()));
            AtomicFile.replace(out, json(directions) + System.lineSeparator());
            spec.commandLine().getOut().println("wrote " + out + ": " + directions.size() + " directions");
            if (picture != null) {
                draw(model, directions, picture);
                spec.commandLine().getOut().println("wrote " + picture);
            }
        }
        return 0;
    }

    private List<LatentDirection> ofLabels(EncoderModel model) throws IOException {
        ImageDataset images =
                data.readToShow(model, run.directory(), spec.commandLine().getErr());
        try (EncodedImages encoded = EncodedImages.of(model, images.limit(Math.min(images.size(), MAX_IMAGES)))) {
            return LatentDirections.ofLabels(encoded, images.labelNames());
        }
    }

    private String json(List<LatentDirection> directions) {
        ObjectNode json = JSON.createObjectNode();
        json.put("method", method.name().toLowerCase(Locale.ROOT));
        ArrayNode array = json.putArray("directions");
        for (LatentDirection direction : directions) {
            ObjectNode each = array.addObject().put("name", direction.name());
            each.set("vector", JSON.valueToTree(direction.vector()));
        }
        return json.toPrettyString();
    }

    private static void draw(GenerativeModel model, List<LatentDirection> directions, Path file) throws IOException {
        float[] start;
        try (INDArray latent = model.prior().sample(1, model.config().seed())) {
            start = latent.data().asFloat();
        }
        List<float[]> rows = new ArrayList<>();
        for (LatentDirection direction : directions) {
            for (int step = 0; step < STEPS; step++) {
                rows.add(direction.move(start, -3 + 6.0 * step / (STEPS - 1)));
            }
        }
        try (INDArray latents = Nd4j.createFromArray(rows.toArray(float[][]::new));
                INDArray images = generate(model, latents)) {
            Png.write(file, model.grid(images, STEPS));
        }
    }

    /** The first label for every image if the model takes labels, so that only the direction changes. */
    private static INDArray generate(GenerativeModel model, INDArray latents) {
        return model instanceof ConditionalModel conditional
                ? conditional.generate(latents, new int[(int) latents.size(0)])
                : model.generate(latents);
    }
}
