/**
 * The vocabulary of Gen4J: models, their settings, trainers, training loops, listeners and metrics.
 *
 * <p>A module of models registers a {@link io.gen4j.ModelFamily}.
 */
@NullMarked
package io.gen4j;

import org.jspecify.annotations.NullMarked;
