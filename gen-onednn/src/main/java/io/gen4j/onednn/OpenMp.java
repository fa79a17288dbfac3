package io.gen4j.onednn;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/**
 * The number of OpenMP threads that the calling thread may start. oneDNN splits each product among them, but Gen4J has
 * split the work already. The number belongs to the thread, and ND4J reads it too: so it is set for one product only.
 */
final class OpenMp {

    static {
        Loader.load(dnnl.class);
        // ND4J brings this library as well. The one that was loaded first serves both.
        Native.register(OpenMp.class, NativeLibrary.getInstance(path("gomp")));
    }

    private OpenMp() {}

    private static String path(String library) {
        return Loader.getLoadedLibraries().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(library + "@"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(library);
    }

    private static native int omp_get_max_threads();

    private static native void omp_set_num_threads(int threads);

    /** Sets the number to 1, and returns the one before. */
    static int limitToOne() {
        int threads = omp_get_max_threads();
        if (threads != 1) {
            omp_set_num_threads(1);
        }
        return threads;
    }

    static void restore(int threads) {
        if (threads != 1) {
            omp_set_num_threads(threads);
        }
    }
}
