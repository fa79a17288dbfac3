package io.gen4j.app.command;

import io.gen4j.EncoderModel;
import io.gen4j.app.option.DataOptions;
import io.gen4j.app.option.NewFile;
import io.gen4j.app.option.RunOption;
import io.gen4j.app.option.SourceImages;
import io.gen4j.latent.FittedPrior;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code gen fit-prior}, which fits a mixture to a model's encoded training images. */
@Command(
        name = "fit-prior",
        description =
                "Fits a mixture of normal distributions to the encoded training images of an autoencoder. sample and"
                        + " evaluate draw from it with --prior fitted, which gives images closer to the data. The model"
                        + " does not change.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  gen fit-prior --run runs/vae-20260101-120000",
            "  gen sample --run runs/vae-20260101-120000 --prior fitted --out digits.png",
            "  gen evaluate --run runs/vae-20260101-120000 --prior fitted"
        })
public final class FitPriorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOption run;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--components",
            paramLabel = "N",
            description = "Normal distributions in the mixture. Default: 1, 2, 5 … 200, whichever fits a held-out "
                    + "tenth of the training images best.")
    private @Nullable Integer components;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed fits the same mixture; default ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write it; must not exist yet. Default: prior.safetensors in the run's directory.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        Path file = file();
        NewFile.require(file);
        PrintWriter messages = spec.commandLine().getErr();
        try (EncoderModel model = run.loadEncoder(spec.name())) {
            SourceImages images = data.readFor(model, run.directory(), messages);
            images.tellNotice(messages);
            FittedPrior prior = FittedPrior.fit(
                    model,
                    images.train(),
                    components == null ? FittedPrior.CANDIDATES : List.of(components),
                    seed,
                    (tried, density) -> tell(messages, tried, density));
            prior.write(file);
            spec.commandLine().getOut().println("wrote " + file + ": " + prior.mixture());
        }
        return 0;
    }

    private static void tell(PrintWriter messages, int components, double density) {
        messages.println(String.format(
                Locale.ROOT,
                "%d %s: %.3f nats, mean log density of held-out latents",
                components,
                components == 1 ? "component" : "components",
                density));
        messages.flush();
    }

    private Path file() {
        if (out != null) {
            return out;
        }
        if (run.directory() == null) {
            throw new IllegalArgumentException("--run is a model's file outside a run: name the file with --out");
        }
        return run.directory().resolve(FittedPrior.FILE);
    }
}
