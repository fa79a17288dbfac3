/** The entry point of the command line, and its errors. */
@NullMarked
package io.gen4j.app;

import org.jspecify.annotations.NullMarked;
