/** The verbs of the command line, one class each. */
@NullMarked
package io.gen4j.app.command;

import org.jspecify.annotations.NullMarked;
