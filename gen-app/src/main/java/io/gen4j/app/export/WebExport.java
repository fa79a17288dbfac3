package io.gen4j.app.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.GenerativeModel;
import io.gen4j.file.AtomicFile;
import io.gen4j.onnx.OnnxModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The export of a static page that runs the model in a browser. The directory holds the page, the model and ONNX
 * Runtime Web. Any file server can serve it. The browser loads nothing from elsewhere.
 */
public final class WebExport {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RESOURCES = "/web/";
    private static final List<String> PAGE =
            List.of("index.html", "page.js", "generator.js", "picture.js", "style.css");

    private final Path out;
    private final OnnxRuntimeWeb runtime;

    /**
     * Checks the output directory and reads the runtime.
     *
     * @param out a directory that is new or empty
     * @param npmPackage the package, see {@link OnnxRuntimeWeb#read}
     */
    public WebExport(Path out, @Nullable Path npmPackage) throws IOException {
        ExportDirectory.requireNew(out);
        this.out = out;
        this.runtime = OnnxRuntimeWeb.read(npmPackage);
    }

    /**
     * Writes the page.
     *
     * @param messages receives a line that explains how to open the page
     * @throws IllegalArgumentException if the model has no ONNX form, or learns its prior; nothing is written then
     */
    public void write(GenerativeModel model, PrintWriter messages) throws IOException {
        if (!model.prior().isStandardNormal()) {
            throw new IllegalArgumentException(
                    "--run holds a " + model.family() + " that learns its prior: a page draws from the standard normal"
                            + " distribution alone; choose --format onnx, and draw the"
                            + " latents yourself");
        }
        OnnxModel generator = OnnxModel.of(model).get(0);
        generator.write(out.resolve("model").resolve("model.onnx"));
        AtomicFile.replace(
                out.resolve("model").resolve("metadata.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(generator.metadata()));
        for (Map.Entry<String, byte[]> file : runtime.files().entrySet()) {
            write(out.resolve("ort").resolve(file.getKey()), file.getValue());
        }
        for (String name : PAGE) {
            write(out.resolve(name), resource(name));
        }
        messages.println("wrote " + out + ": serve it with any file server, such as jwebserver -d "
                + out.toAbsolutePath() + ", and open http://localhost:8000");
    }

    private static void write(Path file, byte[] content) throws IOException {
        AtomicFile.create(file, stream -> stream.write(content));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = WebExport.class.getResourceAsStream(RESOURCES + name)) {
            if (in == null) {
                throw new IOException("the resource " + RESOURCES + name + " is missing: the jar is damaged");
            }
            return in.readAllBytes();
        }
    }
}
