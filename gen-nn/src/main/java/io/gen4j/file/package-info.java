/** Atomic file replacement, checksums, and the exception that readers throw for unreadable input. */
@NullMarked
package io.gen4j.file;

import org.jspecify.annotations.NullMarked;
