package io.gen4j.app.export;

import io.gen4j.GenerativeModel;
import io.gen4j.file.AtomicFile;
import io.gen4j.image.Png;
import io.gen4j.interop.SafetensorsFile;
import io.gen4j.interop.StateDict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The export of a model in the layout of published models: {@code model.safetensors}, {@code config.json}, a model card
 * {@code README.md} and {@code samples.png}. {@link HubImport} reads it again.
 */
public final class HubExport {

    static final String WEIGHTS = "model.safetensors";
    static final String CONFIG = "config.json";
    private static final String CARD = "README.md";
    private static final String SAMPLES = "samples.png";
    private static final int SIDE = 8;

    private final Path out;

    /**
     * Checks the output directory.
     *
     * @param out a directory that is new or empty
     */
    public HubExport(Path out) throws IOException {
        ExportDirectory.requireNew(out);
        this.out = out;
    }

    /**
     * Writes a model.
     *
     * @param networks the networks to write
     * @param run the directory of the model's training, for the card; null if you have only the model file
     */
    public void write(GenerativeModel model, List<StateDict> networks, @Nullable Path run, PrintWriter messages)
            throws IOException {
        String card = new ModelCard(model, run).text();
        new SafetensorsFile(Map.of("format", "pt"), StateDict.export(networks)).write(out.resolve(WEIGHTS));
        HubConfig.write(out.resolve(CONFIG), model);
        try (INDArray images = model.sample(SIDE * SIDE)) {
            Png.write(out.resolve(SAMPLES), model.grid(images, SIDE));
        }
        AtomicFile.replace(out.resolve(CARD), card);
        messages.println("wrote " + out + ": " + String.join(", ", WEIGHTS, CONFIG, CARD, SAMPLES)
                + "; choose a licence in " + CARD + " before you publish it");
    }
}
