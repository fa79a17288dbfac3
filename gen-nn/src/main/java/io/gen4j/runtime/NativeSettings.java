package io.gen4j.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;

/**
 * How ND4J's native libraries are run. They read their settings from the process's environment when they are loaded;
 * {@link #apply} puts there what the user has not set himself.
 */
public final class NativeSettings {

    /** Which of ND4J's native binaries is loaded. */
    static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

    private static final List<String> EXTENSIONS =
            List.of("-cudnn", "-onednn-avx512", "-onednn-avx2", "-onednn", "-avx512", "-avx2", "");
    private static final String OPENMP_THREADS = "OMP_NUM_THREADS";
    private static final String THREADS = "gen4j.threads";
    private static final String OPENBLAS_KERNEL = "OPENBLAS_CORETYPE";
    private static final String CPU_BINARY = "org/nd4j/linalg/cpu/nativecpu/bindings/%s%s/%s";
    private static final String CUDA_BINARY = "org/nd4j/linalg/jcublas/bindings/%s%s/%s";

    private NativeSettings() {}

    /**
     * One setting.
     *
     * @param name of the environment variable, or of the system property if it has dots
     * @param value in use
     * @param reason why this value
     */
    public record Choice(String name, String value, String reason) {

        boolean isProperty() {
            return name.indexOf('.') >= 0;
        }
    }

    /** The choices for this machine; what the user has set stays. */
    public static List<Choice> choices() {
        return choose(System.getenv(), System.getProperties(), CpuFeatures.detect(), NativeSettings::onClassPath);
    }

    /** Puts the choices in force. Has an effect only before ND4J is used for the first time. */
    public static void apply() {
        for (Choice choice : choices()) {
            if (choice.isProperty()) {
                System.setProperty(choice.name(), choice.value());
            } else if (!choice.value().equals(System.getenv(choice.name()))) {
                ProcessEnvironment.set(choice.name(), choice.value());
            }
        }
    }

    /**
     * Has the native libraries, and Gen4J's own loops, use so many threads. Has an effect only before ND4J is used for the
     * first time.
     *
     * @param threads at least 1
     */
    public static void useThreads(int threads) {
        ProcessEnvironment.set(OPENMP_THREADS, Integer.toString(threads));
        System.setProperty(THREADS, Integer.toString(threads));
        // The thread that calls works too.
        System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", Integer.toString(threads - 1));
    }

    /**
     * How many threads Gen4J's own loops use, which share out the work of BLAS too.
     *
     * @throws IllegalArgumentException if what the user has set is no number above 0
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
        String openMp = environment.get(OPENMP_THREADS);
        Choice chosen = openMp == null
                ? new Choice(THREADS, processors(), "one a processor; they share out BLAS's work")
                : new Choice(THREADS, openMp, "as many as " + OPENMP_THREADS + " says");
        String set = properties.getProperty(THREADS, chosen.value());
        return set.equals(chosen.value()) ? chosen : new Choice(THREADS, set, "set by the user");
    }

    private static String processors() {
        return Integer.toString(Runtime.getRuntime().availableProcessors());
    }

    static List<Choice> choose(
            Map<String, String> environment, Properties properties, CpuFeatures cpu, Predicate<String> hasBinary) {
        List<Choice> choices = new ArrayList<>();
        choices.add(extension(properties, cpu, hasBinary));
        choices.add(threads(environment, properties));
        choices.add(variable(environment, OPENMP_THREADS, processors(), "one a processor"));
        choices.add(variable(
                environment,
                "OMP_WAIT_POLICY",
                "PASSIVE",
                "two pools of threads that spin would take the processors from each other"));
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
     * OpenBLAS 0.3.19 does not know processors that are newer, and takes slow kernels for them. Its variable is often set
     * for a whole machine, for the sake of other programs, to kernels of half the speed; so who insists on one for Gen4J
     * sets a variable of Gen4J's.
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
