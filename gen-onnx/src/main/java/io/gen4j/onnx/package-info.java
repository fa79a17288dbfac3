/** The ONNX export of trained networks. Runtimes for the JVM, .NET, phones and browsers read this format. */
@NullMarked
package io.gen4j.onnx;

import org.jspecify.annotations.NullMarked;
