package io.gen4j;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * Finds the model families of an application. Use it to list models, or to make one by its name.
 *
 * <p>It finds families beside Gen4J's own classes and those of the thread's context class loader. It leaves out a
 * family that breaks its contract and lists it in {@link #problems()}. The others work.
 */
public final class ModelFamilies {

    /** The number of failures after which a loader is skipped. */
    private static final int MOST_FAILURES = 100;

    /** The message of {@link ServiceLoader} if another class loader has its own copy of Gen4J. */
    private static final String OTHER_GEN4J = "not a subtype";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelFamilies() {}

    /** All usable families, by name. */
    public static List<ModelFamily<?>> all() {
        return new Search().families();
    }

    /** The reasons why registered families are left out: one line for each, with its jar and class. Usually empty. */
    public static List<String> problems() {
        return new Search().problems;
    }

    /**
     * Returns the family of this name.
     *
     * @throws IllegalArgumentException if there is no such family; the message lists the names
     */
    public static ModelFamily<?> named(String name) {
        Objects.requireNonNull(name, "name");
        Search search = new Search();
        return search.families().stream()
                .filter(family -> family.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(search.unknown(name)));
    }

    /**
     * Makes a new model of the family of this name.
     *
     * <pre>{@code
     * GenerativeModel vae = ModelFamilies.create("vae", Map.of("latent", 10), ImageSpec.MNIST);
     * }</pre>
     *
     * @param name as for {@link #named}
     * @param settings settings by name, as in the family's configuration; all others keep the family's defaults
     * @param spec of the images
     * @throws IllegalArgumentException if there is no such family or setting, or if a setting has an invalid value
     */
    public static GenerativeModel create(String name, Map<String, ?> settings, ImageSpec spec) {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(spec, "spec");
        return create(named(name), settings, spec);
    }

    private static <C extends ModelConfig> GenerativeModel create(
            ModelFamily<C> family, Map<String, ?> settings, ImageSpec spec) {
        return family.create(ModelConfigs.with(family.defaults(), JSON.valueToTree(settings)), spec);
    }

    /** One search for registered families. */
    private static final class Search {

        private final Map<String, CheckedFamily<?>> found = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();
        private int failures;

        Search() {
            add(ServiceLoader.load(ModelFamily.class, ModelFamily.class.getClassLoader()), true);
            add(ServiceLoader.load(ModelFamily.class), false);
        }

        @SuppressWarnings("rawtypes") // a service is a class, which has no parameters
        private void add(ServiceLoader<ModelFamily> loader, boolean own) {
            Iterator<ServiceLoader.Provider<ModelFamily>> providers =
                    loader.stream().iterator();
            while (failures < MOST_FAILURES) {
                try {
                    if (!providers.hasNext()) {
                        return;
                    }
                    add(providers.next());
                } catch (ServiceConfigurationError | LinkageError e) {
                    failures++;
                    if (own || !String.valueOf(e.getMessage()).contains(OTHER_GEN4J)) {
                        report(CheckedFamily.oneLine(e));
                    }
                }
            }
        }

        @SuppressWarnings("rawtypes") // as above
        private void add(ServiceLoader.Provider<ModelFamily> provider) {
            Class<?> type = provider.type();
            if (found.values().stream().anyMatch(family -> family.type() == type)) {
                return;
            }
            try {
                ModelFamily<?> registered = provider.get();
                CheckedFamily<?> family = CheckedFamily.of(registered);
                CheckedFamily<?> first = found.putIfAbsent(family.name(), family);
                if (first != null) {
                    report(CheckedFamily.source(type) + ": the name \"" + family.name() + "\" is taken by "
                            + CheckedFamily.source(first.type()));
                }
            } catch (RuntimeException | ServiceConfigurationError | LinkageError | StackOverflowError e) {
                report(CheckedFamily.source(type) + ": " + CheckedFamily.oneLine(e));
            }
        }

        private void report(String reason) {
            String line = "a model family is left out: " + reason;
            if (!problems.contains(line)) {
                problems.add(line);
            }
        }

        List<ModelFamily<?>> families() {
            return found.values().stream()
                    .<ModelFamily<?>>map(family -> family)
                    .sorted(Comparator.comparing(ModelFamily::name))
                    .toList();
        }

        String unknown(String name) {
            String names = families().stream().map(ModelFamily::name).collect(Collectors.joining(", "));
            String known = names.isEmpty()
                    ? "there is none on the class path; add one of gen-vae, gen-gan, gen-cgan and gen-dcgan"
                    : "choose one of " + names;
            return "there is no model \"" + name + "\": " + known
                    + problems.stream().map(problem -> "; " + problem).collect(Collectors.joining());
        }
    }
}
