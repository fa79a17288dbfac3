/** The classifier whose features and predictions the metrics use. */
@NullMarked
package io.gen4j.metric.classifier;

import org.jspecify.annotations.NullMarked;
