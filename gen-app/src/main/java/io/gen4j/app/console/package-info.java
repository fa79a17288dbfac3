/** Output to the terminal, and the signals that come from it. */
@NullMarked
package io.gen4j.app.console;

import org.jspecify.annotations.NullMarked;
