/** Metrics: how good a model's images are. */
@NullMarked
package io.gen4j.metric;

import org.jspecify.annotations.NullMarked;
