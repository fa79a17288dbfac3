package io.gen4j.runtime;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * The environment variables that native libraries see. Java's own view is a copy from its start and does not change.
 */
final class ProcessEnvironment {

    private ProcessEnvironment() {}

    /** The POSIX functions. */
    interface Posix extends Library {
        int setenv(String name, String value, int overwrite);
    }

    /** The functions of Microsoft's C library. */
    interface Windows extends Library {
        int _putenv_s(String name, String value);
    }

    static void set(String name, String value) {
        int status = Platform.isWindows()
                ? Native.load("msvcrt", Windows.class)._putenv_s(name, value)
                : Native.load(Platform.C_LIBRARY_NAME, Posix.class).setenv(name, value, 1);
        if (status != 0) {
            throw new IllegalStateException("the environment variable " + name + " cannot be set: status " + status);
        }
    }
}
