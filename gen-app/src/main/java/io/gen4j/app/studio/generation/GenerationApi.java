package io.gen4j.app.studio.generation;

import io.gen4j.Checks;
import io.gen4j.ConditionalModel;
import io.gen4j.GenerativeModel;
import io.gen4j.app.studio.http.Answer;
import io.gen4j.app.studio.http.ApiPaths;
import io.gen4j.app.studio.http.ApiRoutes;
import io.gen4j.app.studio.http.JsonBody;
import io.gen4j.app.studio.runs.RunsApi;
import io.gen4j.image.ImageGrid;
import io.gen4j.image.Png;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The API for the models of runs: it generates images from latents, and finds the latents of images. */
public final class GenerationApi {

    private static final String EXTENT_HEADER = "Latent-Extent";

    private final RunsApi runs;
    private final ModelCache models;

    public GenerationApi(RunsApi runs, ModelCache models) {
        this.runs = runs;
        this.models = models;
    }

    /** Adds the routes. */
    public void addTo(ApiRoutes routes) {
        routes.post(ApiPaths.ROOT + "/runs/{id}/samples", this::samples);
        routes.post(ApiPaths.ROOT + "/runs/{id}/decode", this::decode);
        routes.post(ApiPaths.ROOT + "/runs/{id}/interpolate", this::interpolate);
        routes.post(ApiPaths.ROOT + "/runs/{id}/encode", this::encode);
        routes.post(ApiPaths.ROOT + "/runs/{id}/reconstruct", this::reconstruct);
        routes.get(ApiPaths.ROOT + "/runs/{id}/manifold", this::manifold);
    }

    private record Images(List<byte[]> images, float[][] latents, List<String> labels) {}

    private record EncodedLatents(float[][] latents) {}

    private record Plane(byte[] image, double extent, int columns, int[] axes) {}

    private void samples(Context context) throws IOException {
        SamplesRequest request = JsonBody.read(context, SamplesRequest.class);
        models.use(ModelChoice.of(context, runs.run(context)), model -> {
            try (INDArray latents = request.latents(model.model().prior())) {
                int[] labels = labels(model.model(), request.label(), (int) latents.size(0));
                answer(context, model, latents, labels, request.columns());
            }
        });
    }

    private void decode(Context context) throws IOException {
        DecodeRequest request = JsonBody.read(context, DecodeRequest.class);
        models.use(ModelChoice.of(context, runs.run(context)), model -> {
            try (INDArray latents =
                    GivenLatents.array(request.latents(), model.model().latentSize())) {
                int[] labels = labels(model.model(), request.label(), (int) latents.size(0));
                answer(context, model, latents, labels, request.columns());
            }
        });
    }

    private void interpolate(Context context) throws IOException {
        InterpolateRequest request = JsonBody.read(context, InterpolateRequest.class);
        models.use(ModelChoice.of(context, runs.run(context)), model -> {
            try (INDArray latents = request.latents(model.model().prior())) {
                int steps = (int) latents.size(0);
                answer(context, model, latents, sameLabels(model.model(), request.label(), steps), steps);
            }
        });
    }

    private void encode(Context context) throws IOException {
        EncodeRequest request = JsonBody.read(context, EncodeRequest.class);
        models.use(ModelChoice.of(context, runs.run(context)), model -> {
            try (INDArray latents = encode(model, request)) {
                Answer.send(context, new EncodedLatents(latents.toFloatMatrix()));
            }
        });
    }

    private void reconstruct(Context context) throws IOException {
        EncodeRequest request = JsonBody.read(context, EncodeRequest.class);
        models.use(ModelChoice.of(context, runs.run(context)), model -> {
            try (INDArray latents = encode(model, request)) {
                int[] labels = givenLabels(model.model(), request.label(), (int) latents.size(0));
                answer(context, model, latents, labels, null);
            }
        });
    }

    private static INDArray encode(ServedModel served, EncodeRequest request) {
        GenerativeModel model = served.model();
        if (!served.hasEncoder()) {
            throw new IllegalArgumentException(
                    "a " + model.family() + " has no encoder: ask a run that has one, such as a vae's");
        }
        try (INDArray images = request.array(model.spec().shape(), model.pixelRange())) {
            return served.encode(images, givenLabels(model, request.label(), (int) images.size(0)));
        }
    }

    private void manifold(Context context) throws IOException {
        models.use(ModelChoice.of(context, runs.run(context)), served -> {
            GenerativeModel model = served.model();
            ManifoldRequest request = ManifoldRequest.of(context, model.latentSize());
            int columns = request.columns();
            try (INDArray latents = request.plane().even(columns, request.extent());
                    INDArray images = served.generate(latents, sameLabels(model, request.label(), columns * columns))) {
                byte[] picture = Png.encode(grid(model, images, columns));
                if (wantsJson(context)) {
                    int[] axes = {request.plane().across(), request.plane().up()};
                    Answer.send(context, new Plane(picture, request.extent(), columns, axes));
                } else {
                    context.header(EXTENT_HEADER, Double.toString(request.extent()));
                    context.contentType(ContentType.IMAGE_PNG).result(picture);
                }
            }
        });
    }

    private static void answer(
            Context context, ServedModel served, INDArray latents, int[] labels, @Nullable Integer columns)
            throws IOException {
        GenerativeModel model = served.model();
        int count = (int) latents.size(0);
        if (columns != null) {
            Checks.requireWithin("columns", columns, 1, SamplesRequest.MAX_COUNT);
        }
        try (INDArray images = served.generate(latents, labels)) {
            if (wantsJson(context)) {
                Answer.send(
                        context, new Images(pictures(model, images), latents.toFloatMatrix(), names(model, labels)));
            } else {
                int across = Math.min(count, columns == null ? (int) Math.ceil(Math.sqrt(count)) : columns);
                context.contentType(ContentType.IMAGE_PNG).result(Png.encode(grid(model, images, across)));
            }
        }
    }

    /** Whether the client accepts JSON but not PNG. */
    private static boolean wantsJson(Context context) {
        String accept = String.valueOf(context.header("Accept"));
        return accept.contains("application/json") && !accept.contains("image/png");
    }

    private static BufferedImage grid(GenerativeModel model, INDArray images, int columns) {
        return ImageGrid.of(images, model.spec().shape(), model.pixelRange(), columns);
    }

    private static List<byte[]> pictures(GenerativeModel model, INDArray images) throws IOException {
        List<byte[]> pictures = new ArrayList<>();
        for (int i = 0; i < images.size(0); i++) {
            pictures.add(Png.encode(ImageGrid.single(images, i, model.spec().shape(), model.pixelRange())));
        }
        return pictures;
    }

    private static List<String> names(GenerativeModel model, int[] labels) {
        return Arrays.stream(labels).mapToObj(model.spec().labelNames()::get).toList();
    }

    /**
     * Returns one label for all images, or each label in turn if no name is given. Empty for an unconditional model.
     */
    private static int[] labels(GenerativeModel model, @Nullable String name, int count) {
        if (name == null && model instanceof ConditionalModel) {
            int labels = model.spec().labelNames().size();
            return IntStream.range(0, count).map(i -> i % labels).toArray();
        }
        return givenLabels(model, name, count);
    }

    /** Returns one label for all images: the first label if no name is given. Empty for an unconditional model. */
    private static int[] sameLabels(GenerativeModel model, @Nullable String name, int count) {
        return name == null && model instanceof ConditionalModel ? new int[count] : givenLabels(model, name, count);
    }

    /** Returns one label for all images. A conditional model needs its name; other models refuse one. */
    private static int[] givenLabels(GenerativeModel model, @Nullable String name, int count) {
        if (model instanceof ConditionalModel conditional) {
            if (name == null) {
                throw new IllegalArgumentException("label is missing: this model is conditional");
            }
            int[] labels = new int[count];
            Arrays.fill(labels, conditional.labelIndex(name));
            return labels;
        }
        if (name != null) {
            throw new IllegalArgumentException("label is " + name + ": a " + model.family() + " takes no labels");
        }
        return new int[0];
    }
}
