package io.gen4j.runtime;

import org.nd4j.common.io.Resource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * Applies the {@link NativeSettings} before ND4J loads a native library. This is not a backend: ND4J instantiates every
 * backend on the class path before it takes the available one of the highest priority, and runs no other code before that.
 * Programs that use Gen4J as a library need not call anything.
 */
public final class NativeSettingsBackend extends Nd4jBackend {

    /** Applies the settings; called by {@link java.util.ServiceLoader}. */
    public NativeSettingsBackend() {
        NativeSettings.apply();
    }

    /** Below every real one. */
    @Override
    public int getPriority() {
        return BACKEND_PRIORITY_CPU - 1;
    }

    @Override
    public boolean isAvailable() {
        return false;
    }

    @Override
    public boolean canRun() {
        return false;
    }

    @Override
    public boolean allowsOrder() {
        return false;
    }

    @Override
    public Resource getConfigurationResource() {
        throw notABackend();
    }

    @Override
    @SuppressWarnings("rawtypes") // as declared by ND4J
    public Class getNDArrayClass() {
        throw notABackend();
    }

    @Override
    public Environment getEnvironment() {
        throw notABackend();
    }

    @Override
    public String buildInfo() {
        throw notABackend();
    }

    @Override
    public void logBackendInit() {
        throw notABackend();
    }

    private static UnsupportedOperationException notABackend() {
        return new UnsupportedOperationException("only applies settings");
    }
}
