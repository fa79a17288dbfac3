package io.gen4j.app.option;

import io.gen4j.GenerativeModel;
import io.gen4j.latent.FittedPrior;
import io.gen4j.prior.LatentPrior;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that chooses the distribution of random latents. */
public final class PriorOption {

    private static final String MODEL = "model";
    private static final String FITTED = "fitted";

    @Option(
            names = "--prior",
            paramLabel = "model|fitted|FILE",
            description = "Where random latents come from: the model's own prior, or the mixture that gen fit-prior "
                    + "wrote into the run's directory or to FILE. Default: model.")
    private @Nullable String prior;

    /** Whether the user chose one. */
    public boolean isGiven() {
        return prior != null;
    }

    /** Whether latents are drawn from a fitted prior. */
    public boolean isFitted() {
        return prior != null && !prior.equals(MODEL);
    }

    /**
     * The prior to draw from.
     *
     * @param directory of the run; null for a model's file outside a run
     * @throws IllegalArgumentException if the fitted prior is missing, or was fitted to other weights
     */
    public LatentPrior of(GenerativeModel model, @Nullable Path directory) throws IOException {
        if (!isFitted()) {
            return model.prior();
        }
        FittedPrior fitted = FittedPrior.read(file(directory));
        fitted.requireFits(model);
        return fitted.mixture();
    }

    private Path file(@Nullable Path directory) {
        if (!FITTED.equals(prior)) {
            return Path.of(prior);
        }
        Path file = directory == null ? null : directory.resolve(FittedPrior.FILE);
        if (file == null || !Files.isRegularFile(file)) {
            throw new IllegalArgumentException("--prior is fitted, and there is no "
                    + (file == null ? "run's directory" : file) + ": fit one with gen fit-prior, or name its file");
        }
        return file;
    }
}
