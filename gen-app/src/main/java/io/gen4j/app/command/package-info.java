/** The commands of the command line, one class per command. */
@NullMarked
package io.gen4j.app.command;

import org.jspecify.annotations.NullMarked;
