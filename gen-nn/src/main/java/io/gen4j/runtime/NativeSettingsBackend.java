package io.gen4j.runtime;

import org.nd4j.common.io.Resource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * Not a backend, but the one place where ND4J calls others before it loads a native library: it makes an instance of
 * every backend on the class path, and then takes the available one of the highest priority. Being made, this one
 * applies the {@link NativeSettings}, so that programs that use Gen4J as a library need not do anything.
 */
public final class NativeSettingsBackend extends Nd4jBackend {

    /** Called by {@link java.util.ServiceLoader}; applies the settings. */
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
