package io.gen4j.runtime;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.ptr.IntByReference;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Asks NVIDIA's driver whether ND4J's CUDA backend can run on this machine. Use it before you load the backend. On an
 * unsupported card, the backend gives a stack trace, or a kernel that fails an hour later.
 *
 * <p>The backend of 1.0.0-M2.1 is built with CUDA 11.6 for compute capabilities 3.7 to 8.6. Cards of capability 8.9 run
 * the code for 8.6. Cards of capability 9.0 and above (Hopper and later) run none of it.
 */
public final class CudaDriver {

    /** The version of the oldest driver that runs programs built with any CUDA 11, in the driver's notation. */
    private static final int OLDEST = 11_000;

    private static final int SUCCESS = 0;
    private static final int NO_DEVICE = 100;
    private static final int CAPABILITY_MAJOR = 75;
    private static final int CAPABILITY_MINOR = 76;
    private static final int NAME_BYTES = 256;

    private CudaDriver() {}

    /** The driver functions in use. Each returns 0 or an error number. */
    interface Functions extends Library {

        int cuInit(int flags);

        int cuDriverGetVersion(IntByReference version);

        int cuDeviceGetCount(IntByReference count);

        int cuDeviceGetName(byte[] name, int length, int device);

        int cuDeviceGetAttribute(IntByReference value, int attribute, int device);
    }

    /**
     * Returns the reason why the CUDA backend cannot run on the machine's first card, and the remedy, in one line.
     * Empty if it can run.
     */
    public static Optional<String> obstacle() {
        Functions driver;
        try {
            driver = Native.load(Platform.isWindows() ? "nvcuda" : "libcuda.so.1", Functions.class);
        } catch (UnsatisfiedLinkError e) {
            return Optional.of(
                    "there is no NVIDIA driver on this machine (libcuda.so.1 is not found): install one, 450.80 "
                            + "or newer, with an NVIDIA card");
        }
        return obstacle(driver);
    }

    static Optional<String> obstacle(Functions driver) {
        IntByReference answer = new IntByReference();
        int status = driver.cuInit(0);
        if (status == NO_DEVICE) {
            return Optional.of("the NVIDIA driver finds no card: see what nvidia-smi says, and whether "
                    + "CUDA_VISIBLE_DEVICES hides it");
        }
        if (status != SUCCESS) {
            return Optional.of("the NVIDIA driver does not start (cuInit gives error " + status
                    + "): see what nvidia-smi says, and reboot if the driver is newer than the kernel's module");
        }
        driver.cuDriverGetVersion(answer);
        if (answer.getValue() < OLDEST) {
            return Optional.of("the NVIDIA driver is for CUDA " + dotted(answer.getValue())
                    + ": CUDA 11.6 needs the driver 450.80 or newer, better 510, so update it");
        }
        driver.cuDeviceGetCount(answer);
        if (answer.getValue() == 0) {
            return Optional.of("the NVIDIA driver offers no card: check whether CUDA_VISIBLE_DEVICES hides it");
        }
        return capability(driver);
    }

    private static Optional<String> capability(Functions driver) {
        IntByReference major = new IntByReference();
        IntByReference minor = new IntByReference();
        driver.cuDeviceGetAttribute(major, CAPABILITY_MAJOR, 0);
        driver.cuDeviceGetAttribute(minor, CAPABILITY_MINOR, 0);
        int capability = 10 * major.getValue() + minor.getValue();
        if (capability == 37 || capability >= 50 && capability < 90) {
            return Optional.empty();
        }
        byte[] name = new byte[NAME_BYTES];
        driver.cuDeviceGetName(name, NAME_BYTES, 0);
        return Optional.of(Native.toString(name, StandardCharsets.UTF_8.name()) + " has the compute capability "
                + major.getValue() + "." + minor.getValue()
                + ": ND4J's binaries are for 3.7 and 5.0 to 8.9, so choose another card with CUDA_VISIBLE_DEVICES");
    }

    private static String dotted(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }
}
