package io.gen4j.app.option;

import io.gen4j.ModelConfig;
import io.gen4j.Preset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --preset}, for families that have presets. */
public final class PresetOption {

    /** The name of the preset for the best pictures. */
    public static final String BEST = "best";

    private static final String NAME = "--preset";

    private PresetOption() {}

    public static <C extends ModelConfig> void add(CommandSpec command, List<Preset<C>> presets) {
        if (presets.isEmpty()) {
            return;
        }
        String choices = presets.stream()
                .map(preset -> preset.name() + " (" + preset.description() + ")")
                .collect(Collectors.joining(", "));
        command.addOption(OptionSpec.builder(NAME)
                .type(String.class)
                .paramLabel("NAME")
                .description("Settings to start from: " + choices + "; default "
                        + presets.get(0).name() + ".")
                .build());
    }

    /** The preset for the best pictures, unless a preset was named or there is none of that name. */
    public static <C extends ModelConfig> Optional<Preset<C>> better(CommandSpec command, List<Preset<C>> presets) {
        return presets.isEmpty() || command.findOption(NAME).getValue() != null
                ? Optional.empty()
                : presets.stream().filter(preset -> preset.name().equals(BEST)).findFirst();
    }

    /** The named preset; null if none was named. */
    public static <C extends ModelConfig> @Nullable Preset<C> given(CommandSpec command, List<Preset<C>> presets) {
        return presets.isEmpty() || command.findOption(NAME).getValue() == null ? null : chosen(command, presets);
    }

    /** The named preset, or else the first one; null if there are none. */
    public static <C extends ModelConfig> @Nullable Preset<C> chosen(CommandSpec command, List<Preset<C>> presets) {
        if (presets.isEmpty()) {
            return null;
        }
        @Nullable String name = command.findOption(NAME).getValue();
        return name == null ? presets.get(0) : named(name, presets);
    }

    /**
     * The preset of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static <C extends ModelConfig> Preset<C> named(String name, List<Preset<C>> presets) {
        if (presets.isEmpty()) {
            throw new IllegalArgumentException("--preset is " + name + ": the model has no presets, leave it out");
        }
        return presets.stream()
                .filter(preset -> preset.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--preset is " + name + ": must be one of "
                        + presets.stream().map(Preset::name).collect(Collectors.joining(", "))));
    }
}
