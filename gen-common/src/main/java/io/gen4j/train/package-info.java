/** Training: one update at a time, loops over them, and those who listen. */
@NullMarked
package io.gen4j.train;

import org.jspecify.annotations.NullMarked;
