package io.gen4j.app.command;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import io.gen4j.ModelFamily;
import io.gen4j.Preset;
import io.gen4j.app.option.PrefixedFile;
import io.gen4j.app.option.PresetOption;
import io.gen4j.app.option.SettingOptions;
import io.gen4j.app.weights.ForeignWeights;
import io.gen4j.app.weights.ModelSizes;
import io.gen4j.app.weights.WeightSizes;
import io.gen4j.data.ImageShape;
import io.gen4j.interop.StateDict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code gen import MODEL}, which reads weights of other programs.
 *
 * @param <C> the settings of the model family
 */
@Command(mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true)
public final class ImportCommand<C extends ModelConfig> implements Callable<Integer> {

    private final ModelFamily<C> family;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--weights",
            required = true,
            paramLabel = "[PREFIX=]FILE",
            converter = PrefixedFile.Converter.class,
            description =
                    "A safetensors file with a state_dict of PyTorch's. Networks are found by the names and shapes of"
                            + " their tensors. PREFIX=FILE puts the prefix and a dot before the names: G=FILE for a"
                            + " generator alone, D=FILE for a discriminator.")
    private List<PrefixedFile> weights = List.of();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where to write; must not exist, or be empty.")
    private Path out;

    @Option(
            names = "--image-size",
            paramLabel = "N",
            description = "Side of the images in pixels; default: as the weights have it.")
    private @Nullable Integer imageSize;

    @Option(names = "--rgb", description = "The images have colours.")
    private boolean rgb;

    @Option(
            names = "--labels",
            paramLabel = "NAME[,NAME…]",
            split = ",",
            description = "What the labels are called, for models that take labels; default: the digits 0 to 9.")
    private @Nullable List<String> labels;

    @Option(names = "--ignore-extra", description = "Leave out tensors that the model does not have.")
    private boolean ignoreExtra;

    private ImportCommand(ModelFamily<C> family) {
        this.family = family;
    }

    /** Creates the command for one family, with one option per setting. */
    public static <C extends ModelConfig> CommandSpec spec(ModelFamily<C> family) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new ImportCommand<>(family));
        PresetOption.add(spec, family.presets());
        SettingOptions.add(spec, family.defaults());
        String name = family.name();
        spec.usageMessage()
                .description(family.description() + ". Sizes that no option names are taken from the weights.")
                .footer(
                        "",
                        "Example:",
                        "  gen import " + name + " --weights " + name + ".safetensors --out runs/imported");
        return spec;
    }

    @Override
    public Integer call() throws IOException {
        @Nullable Preset<C> preset = PresetOption.chosen(spec, family.presets());
        C config = preset == null ? family.defaults() : preset.config();
        config = ModelConfigs.with(config, SettingOptions.given(spec, config));
        ForeignWeights read = ForeignWeights.read(weights);
        ImageSpec images = images(preset == null ? null : preset.imageSize());
        ModelSizes<C> sizes = sizes(read).find(new ModelSizes<>(config, images));
        try (GenerativeModel model = family.create(sizes.config(), sizes.images())) {
            if (model.stateDicts().isEmpty()) {
                throw new IllegalArgumentException(
                        "for a " + family.name() + " with these settings no names in PyTorch are known");
            }
            List<StateDict> loaded = read.load(model.stateDicts(), ignoreExtra);
            List<Path> files = weights.stream().map(PrefixedFile::file).toList();
            spec.commandLine().getOut().println(new ImportedRun(model, loaded, files).write(out));
        }
        return 0;
    }

    private WeightSizes<C> sizes(ForeignWeights read) {
        Set<String> given = new HashSet<>();
        SettingOptions.given(spec, family.defaults()).fieldNames().forEachRemaining(given::add);
        return new WeightSizes<>(family, read, given, imageSize != null || rgb, labels != null);
    }

    private ImageSpec images(@Nullable Integer usualSize) {
        int size = imageSize != null
                ? imageSize
                : usualSize != null ? usualSize : ImageSpec.MNIST.shape().height();
        return new ImageSpec(
                new ImageShape(rgb ? 3 : 1, size, size), labels == null ? ImageSpec.MNIST.labelNames() : labels);
    }
}
