/** Networks that turn images into features: a classifier where the data has labels, an encoder where it has none. */
@NullMarked
package io.gen4j.metric.feature;

import org.jspecify.annotations.NullMarked;
