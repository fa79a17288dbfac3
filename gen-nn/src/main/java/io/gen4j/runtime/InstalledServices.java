package io.gen4j.runtime;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Looks up optional extensions by {@link ServiceLoader}. Use it where a damaged extension must not stop the program: one
 * that cannot be loaded counts as none.
 */
public final class InstalledServices {

    /** A loader that fails again and again is given up. */
    private static final int MOST_FAILURES = 20;

    private InstalledServices() {}

    /**
     * Makes the extensions that are installed.
     *
     * @param type the interface that they implement
     * @return the extensions beside the library's own classes, or else those that the thread's class loader finds
     */
    public static <T> List<T> of(Class<T> type) {
        List<T> found = all(ServiceLoader.load(type, type.getClassLoader()));
        return found.isEmpty() ? all(ServiceLoader.load(type)) : found;
    }

    private static <T> List<T> all(ServiceLoader<T> loader) {
        List<T> found = new ArrayList<>();
        Iterator<T> services = loader.iterator();
        for (int failures = 0; failures < MOST_FAILURES; ) {
            try {
                if (!services.hasNext()) {
                    break;
                }
                found.add(services.next());
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                failures++;
            }
        }
        return found;
    }
}
