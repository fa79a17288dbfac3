package io.gen4j.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;

/**
 * Settings of ND4J's native libraries. The libraries read them from the environment when they are loaded. {@link
 * #apply} sets each one that the user has not set. Gen4J does this before ND4J loads a library, so call it only to be
 * earlier.
 */
public final class NativeSettings {

    /** The property that selects one of ND4J's native binaries. */
    static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

    private static final List<String> EXTENSIONS =
            List.of("-cudnn", "-onednn-avx512", "-onednn-avx2", "-onednn", "-avx512", "-avx2", "");
    private static final String OPENMP_THREADS = "OMP_NUM_THREADS";
    private static final String THREADS = "gen4j.threads";
    private static final int MOST_THREADS = 9999;
    private static final String OPENBLAS_KERNEL = "OPENBLAS_CORETYPE";
    private static final String CPU_BINARY = "org/nd4j/linalg/cpu/nativecpu/bindings/%s%s/%s";
    private static final String CUDA_BINARY = "org/nd4j/linalg/jcublas/bindings/%s%s/%s";

    private NativeSettings() {}

    /**
     * One setting.
     *
     * @param name the name of the environment variable; with dots, that of a system property
     * @param value the value in use
     * @param reason the reason why the value was chosen
     */
    public record Choice(String name, String value, String reason) {

        /** Refuses null. */
        public Choice {
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(reason, "reason");
        }

        boolean isProperty() {
            return name.indexOf('.') >= 0;
        }
    }

    /**
     * Returns the choices for this machine. The user's own settings are kept.
     *
     * @throws IllegalStateException if no safe directory for native libraries can be found; the message names the
     *     system properties to set
     * @throws IllegalArgumentException if {@code GEN_BLAS} names a library that cannot be used here
     */
    public static List<Choice> choices() {
        List<Choice> choices = new ArrayList<>(ofNativeLibraries());
        choices.add(InstalledMatrixEngine.choice());
        return choices;
    }

    /** What the native libraries read when they are loaded. */
    private static List<Choice> ofNativeLibraries() {
        List<Choice> choices = new ArrayList<>();
        NativeCache.settings(System.getProperties())
                .forEach((name, value) -> choices.add(
                        new Choice(name, value, "a private directory, since the home directory cannot be used")));
        choices.addAll(
                choose(System.getenv(), System.getProperties(), CpuFeatures.detect(), NativeSettings::onClassPath));
        return choices;
    }

    /**
     * Applies the choices. It has an effect only before ND4J's first use.
     *
     * @throws IllegalStateException as for {@link #choices()}
     */
    public static void apply() {
        for (Choice choice : ofNativeLibraries()) {
            if (choice.isProperty()) {
                System.setProperty(choice.name(), choice.value());
            } else if (!choice.value().equals(System.getenv(choice.name()))) {
                ProcessEnvironment.set(choice.name(), choice.value());
            }
        }
        InstalledMatrixEngine.get();
    }

    /**
     * Sets the number of threads of the native libraries and of Gen4J's own loops. It has an effect only before ND4J's
     * first use.
     *
     * @param threads 1 to 9999
     * @throws IllegalArgumentException if {@code threads} lies outside this range
     */
    public static void useThreads(int threads) {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException("threads is " + threads + ": must be 1 to " + MOST_THREADS);
        }
        ProcessEnvironment.set(OPENMP_THREADS, Integer.toString(threads));
        System.setProperty(THREADS, Integer.toString(threads));
        // The calling thread also works.
        System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", Integer.toString(threads - 1));
    }

    /**
     * The number of threads of Gen4J's own loops. They also split BLAS work among them.
     *
     * @throws IllegalArgumentException if the user's setting is not a number from 1 to 9999
     */
    public static int threads() {
        Choice choice = threads(System.getenv(), System.getProperties());
        if (!choice.value().matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException(
                    choice.name() + " is " + choice.value() + ": must be a number of threads, such as 4");
        }
        return Integer.parseInt(choice.value());
    }

    private static Choice threads(Map<String, String> environment, Properties properties) {
        String openMp = openMpThreads(environment);
        Choice chosen = openMp.isEmpty()
                ? new Choice(THREADS, processors(), "one per processor; they share out the work of BLAS")
                : new Choice(THREADS, openMp, "the value of " + OPENMP_THREADS);
        String set = properties.getProperty(THREADS, chosen.value());
        return set.equals(chosen.value()) ? chosen : new Choice(THREADS, set, "set by the user");
    }

    /**
     * The user's number of OpenMP threads; empty if there is none. OpenMP takes a list with one number per nesting
     * level. Gen4J uses the first.
     */
    private static String openMpThreads(Map<String, String> environment) {
        return environment.getOrDefault(OPENMP_THREADS, "").split(",", 2)[0].strip();
    }

    private static String processors() {
        return Integer.toString(Runtime.getRuntime().availableProcessors());
    }

    static List<Choice> choose(
            Map<String, String> environment, Properties properties, CpuFeatures cpu, Predicate<String> hasBinary) {
        List<Choice> choices = new ArrayList<>();
        choices.add(extension(properties, cpu, hasBinary));
        choices.add(threads(environment, properties));
        String openMp = openMpThreads(environment);
        choices.add(
                openMp.isEmpty()
                        ? new Choice(OPENMP_THREADS, processors(), "one per processor")
                        : new Choice(OPENMP_THREADS, openMp, "set by the user"));
        choices.add(variable(
                environment,
                "OMP_WAIT_POLICY",
                "PASSIVE",
                "two spinning thread pools would compete for the processors"));
        openBlasKernel(environment, cpu).ifPresent(choices::add);
        return choices;
    }

    private static Choice extension(Properties properties, CpuFeatures cpu, Predicate<String> hasBinary) {
        String fastest = EXTENSIONS.stream()
                .filter(extension -> runsOn(cpu, extension))
                .filter(hasBinary)
                .findFirst()
                .orElse("");
        String set = properties.getProperty(EXTENSION, fastest);
        return set.equals(fastest)
                ? new Choice(EXTENSION, fastest, "the fastest on the class path that this processor runs")
                : new Choice(EXTENSION, set, "set by the user");
    }

    private static boolean runsOn(CpuFeatures cpu, String extension) {
        if (extension.endsWith("avx512")) {
            return cpu.flags().contains("avx512f");
        }
        return !extension.endsWith("avx2") || cpu.flags().contains("avx2");
    }

    /**
     * Chooses OpenBLAS's kernel. OpenBLAS 0.3.19 takes slow kernels for newer processors. Its own variable is often set
     * machine-wide for other programs, to kernels of half the speed. Gen4J's variable therefore overrides it.
     */
    private static Optional<Choice> openBlasKernel(Map<String, String> environment, CpuFeatures cpu) {
        String insisted = environment.get("GEN_" + OPENBLAS_KERNEL);
        if (insisted != null) {
            return Optional.of(new Choice(OPENBLAS_KERNEL, insisted, "set by the user"));
        }
        return fastestKernel(cpu)
                .map(kernel -> new Choice(
                        OPENBLAS_KERNEL,
                        kernel,
                        "the fastest on this processor; GEN_" + OPENBLAS_KERNEL + " overrides"));
    }

    private static Optional<String> fastestKernel(CpuFeatures cpu) {
        if (cpu.flags().contains("avx512dq") && cpu.flags().contains("avx512vl")) {
            return Optional.of("SkylakeX");
        }
        return cpu.flags().contains("avx2") ? Optional.of("Haswell") : Optional.empty();
    }

    private static Choice variable(Map<String, String> environment, String name, String value, String reason) {
        String set = environment.get(name);
        return set == null ? new Choice(name, value, reason) : new Choice(name, set, "set by the user");
    }

    private static boolean onClassPath(String extension) {
        return onClassPath(CPU_BINARY, extension, "nd4jcpu") || onClassPath(CUDA_BINARY, extension, "nd4jcuda");
    }

    private static boolean onClassPath(String path, String extension, String library) {
        String platform = org.bytedeco.javacpp.Loader.getPlatform();
        ClassLoader loader = NativeSettings.class.getClassLoader();
        return loader.getResource(String.format(path, platform, extension, System.mapLibraryName(library))) != null;
    }
}
