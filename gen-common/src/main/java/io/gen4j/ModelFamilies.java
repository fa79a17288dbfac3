package io.gen4j;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The families of models on the class path. */
public final class ModelFamilies {

    private ModelFamilies() {}

    /** All of them, by name. */
    public static List<ModelFamily<?>> all() {
        return ServiceLoader.load(ModelFamily.class).stream()
                .map(ServiceLoader.Provider::get)
                .<ModelFamily<?>>map(family -> family)
                .sorted(Comparator.comparing(ModelFamily::name))
                .toList();
    }

    /** @throws IllegalArgumentException if there is no such family; the message names those that there are */
    public static ModelFamily<?> named(String name) {
        List<ModelFamily<?>> families = all();
        return families.stream()
                .filter(family -> family.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no model \"" + name + "\": choose one of "
                        + families.stream().map(ModelFamily::name).collect(Collectors.joining(", "))));
    }
}
