/** How good images are, measured. */
@NullMarked
package io.gen4j.evaluation;

import org.jspecify.annotations.NullMarked;
