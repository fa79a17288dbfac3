/** The machine: native settings, processor features, memory access and the worker pool. */
@NullMarked
package io.gen4j.runtime;

import org.jspecify.annotations.NullMarked;
