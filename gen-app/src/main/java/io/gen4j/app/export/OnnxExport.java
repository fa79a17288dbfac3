package io.gen4j.app.export;

import io.gen4j.GenerativeModel;
import io.gen4j.app.option.NewFile;
import io.gen4j.onnx.OnnxModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The export of a model as ONNX files: a directory with one file per task, or a single {@code .onnx} file. The single
 * file holds the task that draws images.
 */
public final class OnnxExport {

    private final Path out;

    /**
     * Checks the output path.
     *
     * @param out a new file that ends in {@code .onnx}, or a directory that is new or empty
     */
    public OnnxExport(Path out) throws IOException {
        this.out = out;
        if (!isFile()) {
            ExportDirectory.requireNew(out);
        } else {
            NewFile.require(out);
        }
    }

    private boolean isFile() {
        return out.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
    }

    /**
     * Writes a model.
     *
     * @param messages receives one line per file
     * @throws IllegalArgumentException if the model has no ONNX form; nothing is written then
     */
    public void write(GenerativeModel model, PrintWriter messages) throws IOException {
        List<OnnxModel> parts = OnnxModel.of(model);
        if (isFile()) {
            write(parts.get(0), out, messages);
            for (OnnxModel part : parts.subList(1, parts.size())) {
                messages.println(
                        "gen: --out is a file, the " + part.name() + " is left out: give a directory for all parts");
            }
            return;
        }
        for (OnnxModel part : parts) {
            write(part, out.resolve(part.name() + ".onnx"), messages);
        }
    }

    private static void write(OnnxModel part, Path file, PrintWriter messages) throws IOException {
        part.write(file);
        messages.println("wrote " + file + ": the " + part.name() + ", opset " + OnnxModel.OPSET);
    }
}
