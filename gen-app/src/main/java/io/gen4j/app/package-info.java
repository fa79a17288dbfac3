/** The command line: one class a verb, and what they share. It finds the models through {@code ModelFamilies}. */
@NullMarked
package io.gen4j.app;

import org.jspecify.annotations.NullMarked;
