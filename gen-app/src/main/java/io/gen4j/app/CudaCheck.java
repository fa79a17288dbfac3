package io.gen4j.app;

import io.gen4j.runtime.CudaDriver;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;

/** Requires that ND4J runs on an NVIDIA card, and gives the reason in one line if it cannot. */
final class CudaCheck {

    private static final String BACKEND = "JCublasBackend";
    private static final String BACKEND_FILE = "org/nd4j/linalg/jcublas/" + BACKEND + ".class";

    private CudaCheck() {}

    /** @throws ExecutionException if ND4J's CUDA backend cannot run; its cause says why */
    static void require(CommandLine commandLine) {
        if (CudaCheck.class.getClassLoader().getResource(BACKEND_FILE) == null) {
            throw failure(
                    commandLine,
                    "this build of Gen4J runs on the processor: use ./gen --cuda, which builds and runs the one for cards",
                    null);
        }
        CudaDriver.obstacle().ifPresent(why -> {
            throw failure(commandLine, why, null);
        });
        try {
            String loaded = Nd4j.getBackend().getClass().getSimpleName();
            if (!loaded.equals(BACKEND)) {
                throw failure(commandLine, "ND4J chose " + loaded + ": unset BACKEND_PRIORITY_CPU", null);
            }
        } catch (LinkageError e) {
            throw failure(commandLine, "ND4J's CUDA libraries do not load, see docs/gpu.md: " + rootOf(e), e);
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static ExecutionException failure(CommandLine commandLine, String why, @Nullable Throwable cause) {
        String line = "--cuda: " + why + "; or leave --cuda out, to run on the processor";
        return new ExecutionException(commandLine, line, new IOException(line, cause));
    }
}
