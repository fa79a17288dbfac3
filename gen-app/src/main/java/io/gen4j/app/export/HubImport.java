package io.gen4j.app.export;

import io.gen4j.GenerativeModel;
import io.gen4j.file.InvalidDataException;
import io.gen4j.interop.SafetensorsFile;
import io.gen4j.interop.StateDict;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A model read from the layout that {@link HubExport} writes.
 *
 * @param model the model; the caller closes it
 * @param networks the networks that received weights
 * @param weights the file with the weights
 */
public record HubImport(GenerativeModel model, List<StateDict> networks, Path weights) {

    /**
     * Reads a published model.
     *
     * @throws NoSuchFileException if a file is missing
     * @throws InvalidDataException if a file is damaged or does not fit the settings; the message names it
     */
    public static HubImport read(Path directory) throws IOException {
        Path weights = directory.resolve(HubExport.WEIGHTS);
        GenerativeModel model =
                HubConfig.read(directory.resolve(HubExport.CONFIG)).newModel();
        try {
            SafetensorsFile file = SafetensorsFile.read(weights);
            List<StateDict> networks = StateDict.load(model.stateDicts(), file.tensors(), weights.toString());
            return new HubImport(model, networks, weights);
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }
}
