package io.gen4j.runtime.internal;

import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * Prepares ND4J's first use. ND4J looks for its backend by the context class loader of the thread that uses it first. In
 * plug-in hosts, and in threads without such a loader, that one knows no backend: then ND4J looks by this library's.
 */
public final class Nd4jLoading {

    static {
        if (!findsBackends(ND4JClassLoading.getNd4jClassloader())) {
            ND4JClassLoading.setNd4jClassloader(Nd4jLoading.class.getClassLoader());
        }
    }

    private Nd4jLoading() {}

    /** Call this in the static initializer of each class that may be the first to use ND4J. */
    public static void prepare() {}

    private static boolean findsBackends(ClassLoader loader) {
        String name = Nd4jBackend.class.getName();
        try {
            return loader != null
                    && Class.forName(name, false, loader) == Nd4jBackend.class
                    && loader.getResource("META-INF/services/" + name) != null;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
