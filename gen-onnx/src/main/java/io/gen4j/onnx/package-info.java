/** Writes trained networks in the ONNX format, which runtimes for the JVM, .NET, phones and browsers read. */
@NullMarked
package io.gen4j.onnx;

import org.jspecify.annotations.NullMarked;
