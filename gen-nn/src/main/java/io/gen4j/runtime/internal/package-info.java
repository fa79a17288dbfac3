/** Internal: BLAS calls and raw native arrays. These types may change without notice. */
@NullMarked
package io.gen4j.runtime.internal;

import org.jspecify.annotations.NullMarked;
