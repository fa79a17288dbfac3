package io.gen4j.app;

import io.gen4j.runtime.CudaDriver;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;

/** Requires that ND4J runs on an NVIDIA card, and gives the reason in one line if it cannot. */
final class CudaCheck {

    private static final String BACKEND = "JCublasBackend";
    private static final String BACKEND_FILE = "org/nd4j/linalg/jcublas/" + BACKEND + ".class";
    private static final String PROCESSOR_FILE = "org/nd4j/linalg/cpu/nativecpu/CpuBackend.class";

    private CudaCheck() {}

    /**
     * Requires a card if the option asks for one, or if this build has no backend for the processor.
     *
     * @throws ExecutionException if ND4J's CUDA backend cannot run; its cause says why
     */
    static void require(CommandLine commandLine, boolean asked) {
        if (asked || isForCardsAlone(file -> CudaCheck.class.getClassLoader().getResource(file) != null)) {
            obstacle().ifPresent(why -> {
                throw failure(commandLine, asked, why);
            });
        }
    }

    /** Whether a build runs on cards and not on the processor. */
    static boolean isForCardsAlone(Predicate<String> hasFile) {
        return hasFile.test(BACKEND_FILE) && !hasFile.test(PROCESSOR_FILE);
    }

    private static Optional<String> obstacle() {
        if (CudaCheck.class.getClassLoader().getResource(BACKEND_FILE) == null) {
            return Optional.of(
                    "this build of Gen4J runs on the processor: use ./gen --cuda, which builds and runs the one"
                            + " for cards");
        }
        return CudaDriver.obstacle().or(CudaCheck::obstacleOfLibraries);
    }

    private static Optional<String> obstacleOfLibraries() {
        try {
            String loaded = Nd4j.getBackend().getClass().getSimpleName();
            return loaded.equals(BACKEND)
                    ? Optional.empty()
                    : Optional.of("ND4J chose " + loaded + ": unset BACKEND_PRIORITY_CPU");
        } catch (LinkageError e) {
            return Optional.of("ND4J's CUDA libraries do not load, see docs/gpu.md: " + rootOf(e));
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static ExecutionException failure(CommandLine commandLine, boolean asked, String why) {
        String line = asked
                ? "--cuda: " + why + "; or leave --cuda out, to run on the processor"
                : "this build of Gen4J runs on NVIDIA cards alone: " + why
                        + "; or use ./gen without --cuda, which builds and runs the one for the processor";
        return new ExecutionException(commandLine, line, new IOException(line));
    }
}
