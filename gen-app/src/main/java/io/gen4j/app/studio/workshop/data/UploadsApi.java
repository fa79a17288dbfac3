package io.gen4j.app.studio.workshop.data;

import io.gen4j.app.studio.http.Answer;
import io.gen4j.app.studio.http.ApiPaths;
import io.gen4j.app.studio.http.BoundedBody;
import io.gen4j.app.studio.http.GatedRoutes;
import io.gen4j.app.studio.http.JsonBody;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.UnsupportedMediaTypeResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The API for uploads, and for copies of folders of the server. */
public final class UploadsApi {

    private static final String ROOT = ApiPaths.ROOT + "/workshop";
    private static final String ONE = ROOT + "/uploads/{upload}";

    private final UploadStore uploads;
    private final PictureFolders folders;

    public UploadsApi(UploadStore uploads, PictureFolders folders) {
        this.uploads = uploads;
        this.folders = folders;
    }

    /** Adds the routes. */
    public void addTo(GatedRoutes routes) {
        routes.get(ROOT + "/uploads", context -> Answer.send(context, new Uploads(uploads.all())));
        routes.post(ROOT + "/uploads", this::begin);
        routes.get(ONE, context -> Answer.send(context, uploads.named(id(context))));
        routes.delete(ONE, context -> Answer.send(context, uploads.cancel(id(context))));
        routes.put(ONE + "/files", this::file);
        routes.post(ONE + "/finish", context -> accepted(context, uploads.finish(id(context))));
        routes.post(ROOT + "/datasets", this::whole);
        routes.get(ROOT + "/folders", this::folder);
    }

    private record Uploads(List<Upload> uploads) {}

    private record UploadRequest(String name) {
        UploadRequest {
            name = Names.checked("name", name);
        }
    }

    private record FolderRequest(String name, String folder) {
        FolderRequest {
            name = Names.checked("name", name);
            folder = folder == null ? "" : folder;
        }
    }

    private static String id(Context context) {
        return context.pathParam("upload");
    }

    private static void accepted(Context context, Upload upload) {
        context.status(HttpStatus.ACCEPTED).json(upload);
    }

    private void begin(Context context) throws IOException {
        UploadRequest request = JsonBody.read(context, UploadRequest.class);
        context.status(HttpStatus.CREATED).json(uploads.begin(request.name()));
    }

    private void file(Context context) throws IOException {
        // A page of another site cannot send this type unless the browser asks the studio first.
        requireType(context, "application/octet-stream");
        Upload upload = uploads.file(
                id(context), context.queryParam("path"), (out, most) -> BoundedBody.copy(context, out, most));
        context.json(upload);
    }

    /** A zip archive, or a folder of the server. */
    private void whole(Context context) throws IOException {
        if (String.valueOf(context.contentType()).startsWith("application/json")) {
            FolderRequest request = JsonBody.read(context, FolderRequest.class);
            Path folder = folders.at(request.folder());
            accepted(context, uploads.folder(request.name(), folder));
            return;
        }
        requireType(context, "application/zip");
        String name = Names.checked("name", context.queryParam("name"));
        accepted(context, uploads.archive(name, (out, most) -> BoundedBody.copy(context, out, most)));
    }

    private static void requireType(Context context, String type) {
        if (!String.valueOf(context.contentType()).equals(type)) {
            throw new UnsupportedMediaTypeResponse("send the bytes, with Content-Type: " + type);
        }
    }

    private void folder(Context context) throws IOException {
        @Nullable String path = context.queryParam("path");
        Answer.send(context, folders.list(path == null ? "" : path));
    }
}
