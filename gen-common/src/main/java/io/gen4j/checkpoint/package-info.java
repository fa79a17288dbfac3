/** Files from which a training goes on where it stood. */
@NullMarked
package io.gen4j.checkpoint;

import org.jspecify.annotations.NullMarked;
