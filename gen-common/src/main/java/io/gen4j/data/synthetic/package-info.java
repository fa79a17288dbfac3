/** Synthetic digits, drawn by code, for use without any download. */
@NullMarked
package io.gen4j.data.synthetic;

import org.jspecify.annotations.NullMarked;
