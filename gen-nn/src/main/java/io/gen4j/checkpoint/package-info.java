/** The state of a training, and the files that hold it. */
@NullMarked
package io.gen4j.checkpoint;

import org.jspecify.annotations.NullMarked;
