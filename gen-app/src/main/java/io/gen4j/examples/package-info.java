/** Programs to start from an IDE, one a screen. They need nothing but a place to write. */
@NullMarked
package io.gen4j.examples;

import org.jspecify.annotations.NullMarked;
