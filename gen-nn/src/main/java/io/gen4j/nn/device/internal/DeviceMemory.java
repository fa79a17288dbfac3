package io.gen4j.nn.device.internal;

import io.gen4j.runtime.HostMemory;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The memory of the device that holds ND4J's arrays. */
public final class DeviceMemory {

    private DeviceMemory() {}

    /** The free memory in bytes. On a processor, that is what JavaCPP may still allocate. */
    public static long free() {
        return HostMemory.isLocal()
                ? Pointer.maxBytes() - Pointer.totalBytes()
                : NativeOpsHolder.getInstance().getDeviceNativeOps().getDeviceFreeMemoryDefault();
    }
}
