package io.gen4j.runtime;

import org.nd4j.common.io.Resource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * Applies the {@link NativeSettings} before ND4J loads a native library. Do not use it directly: programs with Gen4J as
 * a library need not call anything.
 *
 * <p>It is not a real backend. ND4J instantiates every backend on the class path before it chooses the available one of
 * the highest priority. No other code runs before that.
 */
public final class NativeSettingsBackend extends Nd4jBackend {

    /** Applies the settings. {@link java.util.ServiceLoader} calls it. */
    public NativeSettingsBackend() {
        NativeSettings.apply();
    }

    /** The priority is below that of every real backend. */
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
