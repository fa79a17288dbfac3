/** File formats that other programs read and write: NumPy's .npy and safetensors. */
@NullMarked
package io.gen4j.interop;

import org.jspecify.annotations.NullMarked;
