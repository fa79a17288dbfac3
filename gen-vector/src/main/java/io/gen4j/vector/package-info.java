/**
 * Faster inference of dense layers by the JDK's Vector API. The JVM needs the option {@code --add-modules
 * jdk.incubator.vector}.
 */
@NullMarked
package io.gen4j.vector;

import org.jspecify.annotations.NullMarked;
