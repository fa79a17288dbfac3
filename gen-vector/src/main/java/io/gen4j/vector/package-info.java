/** Dense layers forward on the JDK's vectors, which a JVM has if it was started with {@code --add-modules jdk.incubator.vector}. */
@NullMarked
package io.gen4j.vector;

import org.jspecify.annotations.NullMarked;
