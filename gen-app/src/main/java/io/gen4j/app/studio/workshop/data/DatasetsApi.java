package io.gen4j.app.studio.workshop.data;

import io.gen4j.app.studio.http.Answer;
import io.gen4j.app.studio.http.ApiPaths;
import io.gen4j.app.studio.http.ConflictException;
import io.gen4j.app.studio.http.GatedRoutes;
import io.gen4j.app.studio.http.JsonBody;
import io.gen4j.app.studio.http.QueryParameters;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The API for data sets: lists, labels, parts, names, and the trash. */
public final class DatasetsApi {

    private static final String ROOT = ApiPaths.ROOT + "/workshop";
    private static final String ONE = ROOT + "/datasets/{dataset}";
    private static final int MAX_PICTURES = 200;
    private static final int PICTURES = 60;

    private final DatasetStore store;
    private final ApiPaths paths;
    private final Predicate<String> isUsed;
    private final Thumbnails thumbnails = new Thumbnails();

    /** @param isUsed whether a training waits or runs on a data set */
    public DatasetsApi(DatasetStore store, ApiPaths paths, Predicate<String> isUsed) {
        this.store = store;
        this.paths = paths;
        this.isUsed = isUsed;
    }

    /** Adds the routes. */
    public void addTo(GatedRoutes routes) {
        routes.get(ROOT + "/datasets", this::list);
        routes.get(ONE, context -> Answer.send(context, store.named(id(context))));
        routes.delete(ONE, this::delete);
        routes.get(ONE + "/pictures", this::pictures);
        routes.get(ONE + "/thumbnails/{file}", this::thumbnail);
        routes.post(ONE + "/labels", this::label);
        routes.post(ONE + "/relabel", this::relabel);
        routes.post(ONE + "/remove", this::remove);
        routes.post(ONE + "/split", this::split);
        routes.put(ONE + "/name", this::rename);
        routes.get(
                ROOT + "/trash",
                context -> Answer.send(context, new Trash(store.trash().names(), store.trashBytes())));
        routes.delete(
                ROOT + "/trash",
                context -> Answer.send(context, new Removed(store.trash().empty())));
        routes.post(
                ROOT + "/trash/{id}/restore",
                context -> Answer.send(context, new Moved(store.trash().restore(context.pathParam("id")))));
    }

    private record Datasets(List<Dataset> datasets, List<BuiltinDatasets.Builtin> builtin) {}

    private record Trash(List<String> datasets, long bytes) {}

    private record Removed(int removed) {}

    private record Moved(String id) {}

    private record Pictures(int total, List<Picture> pictures) {}

    /**
     * A picture in the API.
     *
     * @param file its name
     * @param label null if it has none
     * @param part train or test
     * @param url of its thumbnail
     */
    private record Picture(String file, @Nullable String label, String part, String url) {}

    private static String id(Context context) {
        return context.pathParam("dataset");
    }

    private void list(Context context) throws IOException {
        Answer.send(context, new Datasets(store.all(), BuiltinDatasets.all()));
    }

    private void pictures(Context context) {
        String id = id(context);
        @Nullable String label = context.queryParam("label");
        @Nullable String part = context.queryParam("part");
        if (part != null && !part.equals("train") && !part.equals("test")) {
            throw new IllegalArgumentException("part must be train or test");
        }
        long after = QueryParameters.whole(context, "after", 0, 0, Integer.MAX_VALUE);
        long count = QueryParameters.whole(context, "count", PICTURES, 1, MAX_PICTURES);
        List<StoredPicture> chosen = store.pictures(id).stream()
                .filter(picture -> part == null || picture.part().equals(part))
                .filter(picture ->
                        label == null || label.equals(picture.label()) || label.isEmpty() && picture.label() == null)
                .toList();
        Answer.send(
                context,
                new Pictures(
                        chosen.size(),
                        chosen.stream()
                                .skip(after)
                                .limit(count)
                                .map(picture -> new Picture(
                                        picture.file(),
                                        picture.label(),
                                        picture.part(),
                                        paths.of("workshop", "datasets", id, "thumbnails", picture.file())))
                                .toList()));
    }

    private void thumbnail(Context context) throws IOException {
        Answer.send(context, "image/png", thumbnails.of(store.picture(id(context), context.pathParam("file"))));
    }

    /** @param label null takes the label away */
    private record LabelRequest(
            List<String> files, @Nullable String label) {
        LabelRequest {
            files = checked(files);
            label = label == null ? null : Names.checked("label", label);
        }
    }

    private record FilesRequest(List<String> files) {
        FilesRequest {
            files = checked(files);
        }
    }

    /** @param label null takes the label away */
    private record RelabelRequest(String from, @Nullable String label) {
        RelabelRequest {
            from = Names.checked("from", from);
            label = label == null ? null : Names.checked("label", label);
        }
    }

    private record SplitRequest(
            @Nullable Double share, @Nullable Long seed) {
        SplitRequest {
            if (share == null || !(share >= 0 && share <= PartSplit.MAX_SHARE)) {
                throw new IllegalArgumentException(
                        "share is " + share + ": it must be a number from 0 to " + PartSplit.MAX_SHARE);
            }
            seed = seed == null ? 1L : seed;
        }
    }

    private record NameRequest(String name) {
        NameRequest {
            name = Names.checked("name", name);
        }
    }

    private static List<String> checked(@Nullable List<String> files) {
        if (files == null || files.isEmpty() || files.size() > 10_000 || files.contains(null)) {
            throw new IllegalArgumentException("files must name 1 to 10000 pictures");
        }
        return List.copyOf(files);
    }

    private void label(Context context) throws IOException {
        LabelRequest request = JsonBody.read(context, LabelRequest.class);
        Set<String> files = new HashSet<>(request.files());
        Answer.send(context, store.change(id(context), pictures -> {
            requireAll(files, pictures);
            return pictures.stream()
                    .map(picture -> files.contains(picture.file()) ? picture.labelled(request.label()) : picture)
                    .toList();
        }));
    }

    private static void requireAll(Set<String> files, List<StoredPicture> pictures) {
        Set<String> missing = new HashSet<>(files);
        pictures.forEach(picture -> missing.remove(picture.file()));
        missing.stream().findFirst().ifPresent(file -> {
            throw new BadRequestResponse(
                    "the data set has no picture \"" + DatasetStore.shortened(file) + "\": load the page again");
        });
    }

    private void relabel(Context context) throws IOException {
        RelabelRequest request = JsonBody.read(context, RelabelRequest.class);
        Answer.send(context, store.change(id(context), pictures -> {
            if (pictures.stream().noneMatch(picture -> request.from().equals(picture.label()))) {
                throw new BadRequestResponse("the data set has no label \"" + request.from() + "\"");
            }
            return pictures.stream()
                    .map(picture ->
                            request.from().equals(picture.label()) ? picture.labelled(request.label()) : picture)
                    .toList();
        }));
    }

    private void remove(Context context) throws IOException {
        Set<String> files =
                new HashSet<>(JsonBody.read(context, FilesRequest.class).files());
        Answer.send(context, store.change(id(context), pictures -> {
            requireAll(files, pictures);
            List<StoredPicture> left = pictures.stream()
                    .filter(picture -> !files.contains(picture.file()))
                    .toList();
            if (left.isEmpty()) {
                throw new ConflictException("no picture would be left: delete the data set instead");
            }
            return left;
        }));
    }

    private void split(Context context) throws IOException {
        SplitRequest request = JsonBody.read(context, SplitRequest.class);
        Answer.send(
                context,
                store.change(id(context), pictures -> PartSplit.of(pictures, request.share(), request.seed())));
    }

    private void rename(Context context) throws IOException {
        Answer.send(
                context,
                store.rename(
                        id(context), JsonBody.read(context, NameRequest.class).name()));
    }

    private void delete(Context context) throws IOException {
        String id = store.named(id(context)).id();
        if (isUsed.test(id)) {
            throw new ConflictException("a training waits or runs on this data set: stop it first");
        }
        Answer.send(context, new Moved(store.delete(id)));
    }
}
