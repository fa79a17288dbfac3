package io.gen4j.app.studio.analysis;

import io.gen4j.EncoderModel;
import io.gen4j.GenerativeModel;
import io.gen4j.MetricProgress;
import io.gen4j.anomaly.ImageScore;
import io.gen4j.app.option.SourceImages;
import io.gen4j.app.report.AnomalyScoring;
import io.gen4j.app.studio.http.Answer;
import io.gen4j.app.studio.http.ApiPaths;
import io.gen4j.app.studio.http.ApiRoutes;
import io.gen4j.app.studio.http.JsonBody;
import io.gen4j.app.studio.http.QueryParameters;
import io.gen4j.app.studio.runs.RunsApi;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.PixelRange;
import io.gen4j.image.ImageGrid;
import io.gen4j.image.Png;
import io.gen4j.latent.EncodedImages;
import io.gen4j.latent.LatentDirection;
import io.gen4j.latent.LatentDirections;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The API for scores of images and for directions in latent space, as {@code gen score} and {@code gen directions}. */
public final class AnalysisApi {

    private static final String SEFA = "sefa";
    private static final String LABELS = "labels";
    private static final int DEFAULT_DIRECTIONS = 8;
    private static final int MAX_DIRECTIONS = 64;
    private static final int ENCODED = 2000;

    private final RunsApi runs;
    private final ModelData models;

    /** @param environment names the cache of data */
    public AnalysisApi(RunsApi runs, Map<String, String> environment) {
        this.runs = runs;
        this.models = new ModelData(environment);
    }

    /** Adds the routes. */
    public void addTo(ApiRoutes routes) {
        routes.get(ApiPaths.ROOT + "/runs/{id}/directions", this::directions);
        routes.post(ApiPaths.ROOT + "/runs/{id}/scores", this::scores);
    }

    private record Direction(String name, float[] vector) {}

    private record Directions(String method, List<Direction> directions) {}

    private record Score(
            int image,
            @Nullable String label,
            double reconstructionError,
            @Nullable Double negativeElbo,
            @Nullable Double negativeLogLikelihood,
            double value,
            boolean above) {}

    private record Scores(
            String measure,
            double threshold,
            double quantile,
            int calibrated,
            long above,
            @Nullable Double rocArea,
            @Nullable Double averagePrecision,
            List<Score> scores,
            List<byte[]> pictures) {}

    private void directions(Context context) throws IOException {
        String method = context.queryParam("method") == null ? SEFA : context.queryParam("method");
        int count = (int) QueryParameters.whole(context, "count", DEFAULT_DIRECTIONS, 1, MAX_DIRECTIONS);
        if (!method.equals(SEFA) && !method.equals(LABELS)) {
            throw new IllegalArgumentException("method must be " + SEFA + " or " + LABELS);
        }
        models.use(context, runs.run(context), (model, data) -> {
            List<LatentDirection> found = method.equals(SEFA)
                    ? LatentDirections.principal(model, Math.min(count, model.latentSize()))
                    : ofLabels(encoder(model), data.read());
            Answer.send(
                    context,
                    new Directions(
                            method,
                            found.stream()
                                    .map(each -> new Direction(each.name(), each.vector()))
                                    .toList()));
        });
    }

    private static List<LatentDirection> ofLabels(EncoderModel model, SourceImages data) {
        ImageDataset images = data.test() == null ? data.train() : data.test();
        try (EncodedImages encoded = EncodedImages.of(model, images.limit(Math.min(images.size(), ENCODED)))) {
            return LatentDirections.ofLabels(encoded, images.labelNames());
        }
    }

    private void scores(Context context) throws IOException {
        ScoreRequest request = JsonBody.read(context, ScoreRequest.class);
        models.use(context, runs.run(context), (model, data) -> {
            EncoderModel encoder = encoder(model);
            SourceImages images = data.read();
            ImageDataset judged = request.judged(model, images);
            AnomalyScoring.Scored scored =
                    request.scoring().score(encoder, images.train(), judged, MetricProgress.NONE);
            Answer.send(context, answer(request, judged, scored));
        });
    }

    private static Scores answer(ScoreRequest request, ImageDataset judged, AnomalyScoring.Scored scored)
            throws IOException {
        List<Score> scores = new ArrayList<>();
        for (ImageScore score : scored.scores()) {
            scores.add(new Score(
                    score.image(),
                    request.isOfData() && score.label() >= 0
                            ? judged.labelNames().get(score.label())
                            : null,
                    score.reconstructionError(),
                    finite(score.negativeElbo()),
                    finite(score.negativeLogLikelihood()),
                    score.value(),
                    score.value() > scored.threshold()));
        }
        return new Scores(
                scored.measure(),
                scored.threshold(),
                request.scoring().quantile(),
                scored.calibrated(),
                scored.above(),
                scored.detection() == null ? null : scored.detection().rocArea(),
                scored.detection() == null ? null : scored.detection().averagePrecision(),
                scores,
                pictures(judged));
    }

    private static List<byte[]> pictures(ImageDataset images) throws IOException {
        List<byte[]> pictures = new ArrayList<>();
        Batches batches = new Batches(images, images.size(), PixelRange.UNIT, 0, LastBatch.KEEP);
        try (INDArray rows = batches.first(images.size()).images()) {
            for (int i = 0; i < images.size(); i++) {
                pictures.add(Png.encode(ImageGrid.single(rows, i, images.shape(), PixelRange.UNIT)));
            }
        }
        return pictures;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }

    private static EncoderModel encoder(GenerativeModel model) {
        if (model instanceof EncoderModel encoder) {
            return encoder;
        }
        throw new IllegalArgumentException(
                "a " + model.family() + " has no encoder: ask a run that has one, such as a vae's");
    }
}
