package io.gen4j.onednn;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/**
 * The number of OpenMP threads that the calling thread may start. oneDNN splits each product among them, but Gen4J has
 * split the work already. The number belongs to the thread, and ND4J reads it too: so it is set for one product only.
 *
 * <p>JNA never lets go of a class with native methods, nor of the thread that watches over an open library. So this
 * class keeps the addresses of two functions alone, and an undeployed web application is freed.
 */
final class OpenMp {

    private static final Object[] ONE = {1};
    private static final Object[] NOTHING = {};

    private static final Function GET_MAX_THREADS;
    private static final Function SET_NUM_THREADS;

    static {
        Loader.load(dnnl.class);
        // ND4J brings this library as well. The one that was loaded first serves both, and JavaCPP keeps it loaded.
        NativeLibrary library = NativeLibrary.getInstance(path("gomp"));
        GET_MAX_THREADS = unwatched(library.getFunction("omp_get_max_threads"));
        SET_NUM_THREADS = unwatched(library.getFunction("omp_set_num_threads"));
    }

    private OpenMp() {}

    /** Loads oneDNN. The first use of this class does so too. */
    static void load() {}

    private static String path(String library) {
        return Loader.getLoadedLibraries().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(library + "@"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(library);
    }

    /** The same function, without a reference to its library. */
    private static Function unwatched(Function function) {
        return Function.getFunction(new Pointer(Pointer.nativeValue(function)));
    }

    /** Sets the number to 1, and returns the one before. */
    static int limitToOne() {
        int threads = GET_MAX_THREADS.invokeInt(NOTHING);
        if (threads != 1) {
            SET_NUM_THREADS.invokeVoid(ONE);
        }
        return threads;
    }

    static void restore(int threads) {
        if (threads != 1) {
            SET_NUM_THREADS.invokeVoid(new Object[] {threads});
        }
    }
}
