/** Small programs to start from an IDE. */
@NullMarked
package io.gen4j.examples;

import org.jspecify.annotations.NullMarked;
