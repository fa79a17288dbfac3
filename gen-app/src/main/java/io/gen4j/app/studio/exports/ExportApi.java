package io.gen4j.app.studio.exports;

import io.gen4j.GenerativeModel;
import io.gen4j.app.studio.generation.ModelChoice;
import io.gen4j.app.studio.generation.ModelSource;
import io.gen4j.app.studio.http.Answer;
import io.gen4j.app.studio.http.ApiPaths;
import io.gen4j.app.studio.http.ApiRoutes;
import io.gen4j.app.studio.http.ConflictException;
import io.gen4j.app.studio.runs.Removal;
import io.gen4j.app.studio.runs.RunsApi;
import io.gen4j.app.studio.runs.StoredRun;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** The API for downloads of trained models. One is made at a time. */
public final class ExportApi {

    private static final String PATH = ApiPaths.ROOT + "/runs/{id}/exports";

    private final RunsApi runs;
    private final Semaphore place = new Semaphore(1);

    public ExportApi(RunsApi runs) {
        this.runs = runs;
    }

    /** Adds the routes. */
    public void addTo(ApiRoutes routes) {
        routes.get(PATH, this::list);
        routes.get(PATH + "/{format}", this::download);
        routes.get(ApiPaths.ROOT + "/runs/{id}/java", context -> Answer.send(context, JavaUse.of(runs.run(context))));
    }

    private record Formats(List<Format> formats) {}

    private record Format(String format, String file, String description) {}

    private void list(Context context) throws IOException {
        String run = runs.run(context).id();
        Answer.send(
                context,
                new Formats(Stream.of(ExportFormat.values())
                        .map(each -> new Format(each.label(), each.file(run), each.description()))
                        .toList()));
    }

    private void download(Context context) throws IOException {
        StoredRun run = runs.run(context);
        ExportFormat format = ExportFormat.named(context.pathParam("format"))
                .orElseThrow(() -> new NotFoundResponse("there is no such format: the list of formats names them"));
        @Nullable String choice = context.queryParam("model");
        boolean isLast = choice == null || choice.equals(ModelChoice.LAST);
        ModelSource source = ModelChoice.of(context, run);
        if (!place.tryAcquire()) {
            throw new RejectedExecutionException("another model is being exported: try again");
        }
        try {
            send(context, format, run, write(format, run, isLast, source));
        } finally {
            place.release();
        }
    }

    /** Writes a model to a file of its own, outside the run. */
    private static Path write(ExportFormat format, StoredRun run, boolean isLast, ModelSource source)
            throws IOException {
        Path directory = Files.createTempDirectory("gen4j-export");
        try (GenerativeModel model = source.loader().load()) {
            Path out = Files.createDirectory(directory.resolve("out"));
            format.write(model, run, isLast, out);
            Path file = Files.createTempFile("gen4j-export", null);
            try (Stream<Path> files = Files.list(out);
                    OutputStream target = Files.newOutputStream(file)) {
                List<Path> written = files.sorted().toList();
                if (format.isArchive()) {
                    pack(written, target);
                } else {
                    Files.copy(written.get(0), target);
                }
            } catch (IOException | RuntimeException e) {
                Files.delete(file);
                throw e;
            }
            return file;
        } catch (IllegalArgumentException e) {
            throw new ConflictException(String.valueOf(e.getMessage()).replace("--run", "the run"), e);
        } finally {
            Removal.of(directory);
        }
    }

    private static void pack(List<Path> files, OutputStream target) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(target)) {
            for (Path file : files) {
                zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
                Files.copy(file, zip);
            }
        }
    }

    /** The file goes when the answer has ended. */
    private static void send(Context context, ExportFormat format, StoredRun run, Path file) throws IOException {
        context.contentType(format == ExportFormat.SAFETENSORS ? "application/octet-stream" : "application/zip");
        context.header(Header.CONTENT_DISPOSITION, "attachment; filename=\"" + format.file(run.id()) + "\"");
        context.header(Header.CONTENT_LENGTH, Long.toString(Files.size(file)));
        InputStream content = Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
        context.result(content);
    }
}
