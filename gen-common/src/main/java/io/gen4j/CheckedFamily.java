package io.gen4j;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Wraps a registered family. It checks the family's contract when the family is found, and each model when it is made.
 * Errors name the extension's class.
 *
 * @param <C> the record that holds the family's settings
 */
final class CheckedFamily<C extends ModelConfig> implements ModelFamily<C> {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,63}");
    private static final Set<Class<?>> SIMPLE =
            Set.of(int.class, long.class, float.class, double.class, boolean.class, String.class);
    private static final int LONGEST = 300;

    private final ModelFamily<C> family;
    private final String name;
    private final String description;
    private final C defaults;
    private final List<Preset<C>> presets;

    private CheckedFamily(ModelFamily<C> family) {
        this.family = family;
        this.name = required(family.name(), "name()");
        requireName("name()", name);
        this.description = required(family.description(), "description()").strip();
        this.defaults = required(family.defaults(), "defaults()");
        requireSettings(defaults);
        this.presets = List.copyOf(required(family.presets(), "presets()"));
        requirePresets();
    }

    /** @throws RuntimeException if the family breaks its contract */
    static <C extends ModelConfig> CheckedFamily<C> of(ModelFamily<C> family) {
        return new CheckedFamily<>(family);
    }

    private static <T> T required(@Nullable T value, String method) {
        if (value == null) {
            throw new IllegalStateException(method + " returns null");
        }
        return value;
    }

    private static void requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalStateException(
                    what + " is \"" + name + "\": must be lower-case letters and digits, a letter first, at most 64");
        }
    }

    /** Checks that the settings convert to JSON and to options, and that the JSON gives the same settings back. */
    private static void requireSettings(ModelConfig defaults) {
        requireRecord(defaults.getClass());
        ModelConfig back = ModelConfigs.with(defaults, JsonNodeFactory.instance.objectNode());
        if (!back.equals(defaults)) {
            throw new IllegalStateException(defaults.getClass().getName() + " changes on the way through JSON: "
                    + defaults + " becomes " + back);
        }
    }

    private static void requireRecord(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalStateException(type.getName() + ", which holds the settings, is no record");
        }
        for (RecordComponent component : type.getRecordComponents()) {
            Class<?> kind = component.getType();
            String place = "the component " + component.getName() + " of " + type.getName();
            if (kind.isRecord()) {
                requireRecord(kind);
            } else if (!SIMPLE.contains(kind) && !kind.isEnum()) {
                throw new IllegalStateException(
                        place + " is of " + kind.getName() + ": must be a number, boolean, String, enum or record");
            } else if (component.getAnnotation(Setting.class) == null) {
                throw new IllegalStateException(place + " lacks the annotation @Setting");
            }
        }
    }

    private void requirePresets() {
        Set<String> names = new HashSet<>();
        for (Preset<C> preset : presets) {
            requireName("the name of a preset", required(preset.name(), "the name of a preset"));
            required(preset.config(), "the configuration of the preset " + preset.name());
            if (!names.add(preset.name())) {
                throw new IllegalStateException("presets() has the name \"" + preset.name() + "\" twice");
            }
        }
    }

    /** The registered class. */
    Class<?> type() {
        return family.getClass();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public C defaults() {
        return defaults;
    }

    @Override
    public List<Preset<C>> presets() {
        return presets;
    }

    @Override
    public GenerativeModel create(C config, ImageSpec spec) {
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(spec, "spec");
        return checked(family.create(config, spec), "create");
    }

    @Override
    public GenerativeModel load(Path file, C config, ImageSpec spec) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(spec, "spec");
        return checked(family.load(file, config, spec), "load");
    }

    private GenerativeModel checked(@Nullable GenerativeModel model, String method) {
        if (model == null) {
            throw new IllegalStateException(source(type()) + ": " + method + " returns null");
        }
        if (!name.equals(model.family())) {
            throw new IllegalStateException(source(type()) + ": " + method + " returns a model of the family \""
                    + model.family() + "\": must be \"" + name + "\"");
        }
        return model;
    }

    /** Names a class and the jar or directory that contains it. */
    static String source(Class<?> type) {
        @Nullable CodeSource source = type.getProtectionDomain().getCodeSource();
        @Nullable URL location = source == null ? null : source.getLocation();
        if (location == null) {
            return type.getName();
        }
        List<String> parts = new ArrayList<>(List.of(location.getPath().split("/")));
        return type.getName() + " in " + (parts.isEmpty() ? location : parts.get(parts.size() - 1));
    }

    /**
     * Describes a failure in one line, with its causes. The causes are more specific than the failure of the loader.
     */
    static String oneLine(Throwable failure) {
        StringBuilder text = new StringBuilder(text(failure));
        for (Throwable cause = failure.getCause(); cause != null && text.length() < LONGEST; cause = cause.getCause()) {
            text.append(": ").append(text(cause));
        }
        String line = text.toString().replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " …";
    }

    private static String text(Throwable failure) {
        @Nullable String message = failure.getMessage();
        if (message == null) {
            return failure.getClass().getName();
        }
        return failure instanceof IllegalStateException || failure instanceof ServiceConfigurationError
                ? message
                : failure.getClass().getSimpleName() + ": " + message;
    }
}
