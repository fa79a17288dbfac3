/** Stateless random streams: every number is a function of seed, purpose and index. */
@NullMarked
package io.gen4j.random;

import org.jspecify.annotations.NullMarked;
