/** Optimisers, learning-rate schedules, moving averages and cross-entropy losses. */
@NullMarked
package io.gen4j.nn.optim;

import org.jspecify.annotations.NullMarked;
