/** Reproducible random numbers. */
@NullMarked
package io.gen4j.random;

import org.jspecify.annotations.NullMarked;
